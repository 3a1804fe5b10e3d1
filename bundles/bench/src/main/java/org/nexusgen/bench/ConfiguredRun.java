package org.nexusgen.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.nexusgen.api.NexusGenConfig;
import org.nexusgen.api.NexusGenFactory.ConfiguredParts;
import org.nexusgen.api.PartContext;
import org.nexusgen.api.decode.DecodingTask;
import org.nexusgen.api.engine.Engine;
import org.nexusgen.api.engine.FigurePart;
import org.nexusgen.api.engine.SessionSettings;
import org.nexusgen.api.weights.ModelFolder;

/**
 * How the model is run: as the settings say, and the options over them.
 *
 * @param config model, engines, threads and weights
 * @param parts that the settings name
 */
record ConfiguredRun(NexusGenConfig config, ConfiguredParts parts) {
  /**
   * What parts are made from. Engines are looked for now, so that one that is missing shows before
   * anything is measured.
   */
  Function<FigurePart, PartContext> contexts(
      Set<Subject> subjects, List<Engine> installed, ModelFolder model) {
    Map<FigurePart, PartContext> contexts = new EnumMap<>(FigurePart.class);
    for (Subject subject : subjects) {
      for (FigurePart part : subject.parts()) {
        Engine engine = config.engines().of(part, installed);
        contexts.put(part, new PartContext(model, engine, config.session()));
      }
    }
    return part -> Objects.requireNonNull(contexts.get(part), "an engine was looked for");
  }

  /** The same for {@code nexusgen generate} in another process. */
  List<String> options(Path model) {
    SessionSettings session = config.session();
    List<String> options =
        new ArrayList<>(
            List.of(
                "--model",
                model.toAbsolutePath().toString(),
                "--engine",
                config.engines().toString(),
                "--threads",
                Integer.toString(session.threads()),
                "--weights",
                weights(session),
                "--precision",
                precision(session)));
    parts.encoder().ifPresent(name -> options.addAll(List.of("--encoder", name)));
    parts.backbone().ifPresent(name -> options.addAll(List.of("--backbone", name)));
    parts.tokenSampler().ifPresent(name -> options.addAll(List.of("--token-sampler", name)));
    parts.sampler().ifPresent(name -> options.addAll(List.of("--sampler", name)));
    parts
        .decoder(DecodingTask.GENERATION)
        .ifPresent(name -> options.addAll(List.of("--decoder", name)));
    return List.copyOf(options);
  }

  private static String weights(SessionSettings session) {
    return switch (session.weightMemory()) {
      case PREPACKED -> "prepacked";
      case MAPPED -> "mapped";
    };
  }

  private static String precision(SessionSettings session) {
    return switch (session.weightPrecision()) {
      case CHECKPOINT -> "checkpoint";
      case FLOAT8 -> "float8";
      case INT8_BLOCKS -> "int8";
      case INT4_BLOCKS -> "int4";
    };
  }
}
