package org.nexusgen.pipeline;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.nexusgen.api.NexusGenConfig;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.NexusGenFactory.ConfiguredParts;
import org.nexusgen.api.decode.DecodingTask;
import org.nexusgen.api.engine.SessionSettings;
import org.nexusgen.api.engine.SessionSettings.WeightMemory;
import org.nexusgen.api.engine.SessionSettings.WeightPrecision;

/**
 * What holds where a request or a caller says nothing.
 *
 * @param model folder
 * @param engine by name
 * @param session threads and weights
 * @param encoder by name; a part without a name is the one that ranks first
 * @param backbone by name
 * @param tokenSampler by name
 * @param sampler by name; without one it is the model's own
 * @param decoders by name for each task
 * @param patience of swaps
 * @param partPatience how long a part may show no sign of life; zero for ever
 * @param residency which parts stay open together
 */
record Usual(
    Optional<Path> model,
    String engine,
    SessionSettings session,
    PartName encoder,
    PartName backbone,
    PartName tokenSampler,
    PartName sampler,
    Map<DecodingTask, PartName> decoders,
    Shelf.Patience patience,
    Duration partPatience,
    Residency residency) {
  static final String PREPACKED = "prepacked";
  static final String MAPPED = "mapped";
  static final String CHECKPOINT = "checkpoint";
  static final String FLOAT8 = "float8";
  static final String INT8 = "int8";
  static final String INT4 = "int4";

  static final int DRAIN_SECONDS = 30;
  static final int GRACE_SECONDS = 5;

  /** An hour: one step of the largest model on a small processor takes minutes. */
  static final int PATIENCE_SECONDS = 3600;

  static Usual of(PipelineSettings settings) {
    return new Usual(
        settings.model().isEmpty() ? Optional.empty() : Optional.of(Path.of(settings.model())),
        settings.engine(),
        SessionSettings.standard()
            .withThreads(settings.threads())
            .withWeightMemory(memory(settings.weights()))
            .withWeightPrecision(precision(settings.precision())),
        PartName.configured(settings.encoder(), "encoder"),
        PartName.configured(settings.backbone(), "backbone"),
        PartName.configured(settings.tokenSampler(), "tokenSampler"),
        PartName.configured(settings.sampler(), "sampler"),
        Map.of(
            DecodingTask.GENERATION,
            PartName.configured(settings.generationDecoder(), "generationDecoder"),
            DecodingTask.EDITING,
            PartName.configured(settings.editingDecoder(), "editingDecoder")),
        new Shelf.Patience(
            Duration.ofSeconds(settings.drainSeconds()),
            Duration.ofSeconds(settings.graceSeconds())),
        Duration.ofSeconds(settings.patienceSeconds()),
        Residency.of(settings));
  }

  PartName decoder(DecodingTask task) {
    return decoders.getOrDefault(task, PartName.NONE);
  }

  /** The parts that the settings name, for those who open parts themselves. */
  ConfiguredParts parts() {
    Map<DecodingTask, String> named = new EnumMap<>(DecodingTask.class);
    decoders.forEach((task, part) -> part.said().ifPresent(name -> named.put(task, name)));
    return new ConfiguredParts(
        encoder.said(), backbone.said(), tokenSampler.said(), sampler.said(), named);
  }

  NexusGenConfig on(Path folder) {
    return NexusGenConfig.of(folder).withEngine(engine).withSession(session);
  }

  private static WeightMemory memory(String name) {
    return switch (name) {
      case PREPACKED -> WeightMemory.PREPACKED;
      case MAPPED -> WeightMemory.MAPPED;
      default -> throw refused("weights", name, PREPACKED + " or " + MAPPED);
    };
  }

  private static WeightPrecision precision(String name) {
    return switch (name) {
      case CHECKPOINT -> WeightPrecision.CHECKPOINT;
      case FLOAT8 -> WeightPrecision.FLOAT8;
      case INT8 -> WeightPrecision.INT8_BLOCKS;
      case INT4 -> WeightPrecision.INT4_BLOCKS;
      default ->
          throw refused(
              "precision", name, String.join(", ", CHECKPOINT, FLOAT8, INT8) + " or " + INT4);
    };
  }

  static NexusGenException refused(String key, String got, String wanted) {
    return new NexusGenException(
        "setting %s.%s: got '%s', wants %s".formatted(PipelineSettings.PART, key, got, wanted));
  }
}
