package org.nexusgen.eval;

import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nexusgen.api.NexusGen;
import org.nexusgen.api.NexusGenConfig;

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
  record Findings(Scoreboard board, EmbeddingErrors embeddings, String model, Duration took) {
    Map<String, String> facts(String command, ModelOptions options) {
      Map<String, String> facts = new LinkedHashMap<>();
      facts.put("command", command);
      facts.put("model", model);
      facts.put("engine", options.engine());
      facts.put("seed", String.valueOf(options.seed()));
      return facts;
    }
  }

  Findings hold(List<Exam> exams, NexusGenConfig config, ExamSettings settings) {
    long start = clock.millis();
    Scoreboard board = new Scoreboard();
    EmbeddingErrors embeddings = new EmbeddingErrors();
    long total = exams.stream().mapToLong(Exam::size).sum();
    boolean draws = Boolean.getBoolean("nexusgen.terminal");
    try (NexusGen model = services.models().open(config);
        Progress progress = new Progress(err, draws, clock, total)) {
      Judge judge = new Judge(services.scorers(), model);
      Sitting sitting = new Sitting(model, settings, judge, board, embeddings, progress);
      exams.forEach(exam -> exam.run(sitting));
      return new Findings(
          board,
          embeddings,
          model.model().settings().name(),
          Duration.ofMillis(clock.millis() - start));
    }
  }
}
