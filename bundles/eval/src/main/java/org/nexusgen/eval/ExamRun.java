package org.nexusgen.eval;

import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nexusgen.api.NexusGen;
import org.nexusgen.api.NexusGenConfig;
import org.nexusgen.api.engine.Engine;
import org.nexusgen.api.engine.FigurePart;
import org.nexusgen.api.train.TrainableAutoencoder;
import org.nexusgen.api.weights.WeightSet;

/** Holds exams, one after the other, and says how it went. */
final class ExamRun {
  private final EvalServices services;
  private final PrintStream err;
  private final InstantSource clock;

  ExamRun(EvalServices services, PrintStream err, InstantSource clock) {
    this.services = services;
    this.err = err;
    this.clock = clock;
  }

  /** What is known when the exams are over. */
  record Findings(
      Scoreboard board,
      EmbeddingErrors embeddings,
      String model,
      String engine,
      List<String> notes,
      Duration took) {
    Map<String, String> facts(String command, ModelOptions options) {
      Map<String, String> facts = new LinkedHashMap<>();
      facts.put("command", command);
      facts.put("model", model);
      facts.put("engine", engine);
      facts.put("seed", String.valueOf(options.seed()));
      return facts;
    }
  }

  Findings hold(List<Exam> exams, NexusGenConfig config, ExamSettings settings, Gallery gallery) {
    long start = clock.millis();
    Scoreboard board = new Scoreboard();
    EmbeddingErrors embeddings = new EmbeddingErrors();
    List<String> notes = new ArrayList<>();
    long total = exams.stream().mapToLong(Exam::size).sum();
    boolean draws = Boolean.getBoolean("nexusgen.terminal");
    try (NexusGen model = services.models().open(config);
        Progress progress = new Progress(err, draws, clock, total)) {
      Optional<RoundTrip> autoencoder = autoencoder(model, config, notes);
      try {
        Judge judge = new Judge(services.scorers(), model);
        Sitting sitting =
            new Sitting(
                model, settings, judge, board, embeddings, autoencoder, gallery, notes, progress);
        exams.forEach(exam -> exam.run(sitting));
        gallery.finish();
      } finally {
        autoencoder.ifPresent(RoundTrip::close);
      }
      String name = model.model().settings().name();
      return new Findings(
          board,
          embeddings,
          name,
          config.engine(),
          notes,
          Duration.ofMillis(clock.millis() - start));
    }
  }

  /** The model's autoencoder by itself; a note says why where there is none. */
  private Optional<RoundTrip> autoencoder(
      NexusGen model, NexusGenConfig config, List<String> notes) {
    Optional<TrainableAutoencoder.Provider> provider = services.autoencoders().stream().findFirst();
    if (provider.isEmpty()) {
      notes.add("the autoencoder was not measured by itself: no trainable one is installed");
      return Optional.empty();
    }
    if (!model.model().has(WeightSet.AUTOENCODER)) {
      notes.add("the autoencoder was not measured by itself: the model's folder has none");
      return Optional.empty();
    }
    Engine engine = config.engines().of(FigurePart.DECODER, services.engines()); // its half
    return Optional.of(new RoundTrip(provider.get(), engine, config.session(), model.model()));
  }
}
