package org.nexusgen.training.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.train.AdamW;
import org.nexusgen.api.train.TrainingSettings;
import org.nexusgen.training.loop.LearningRate;
import org.nexusgen.training.loop.LoopSettings;
import org.nexusgen.training.loop.Objective;
import org.nexusgen.training.loop.Phase;

/**
 * What every training has.
 *
 * @param engine that trains; empty for the only one that is installed
 * @param threads of one operator
 * @param seed of everything random
 * @param optimizer without names of weights that do not decay
 * @param decayAll whether biases and norms decay, too, as in the reference's decoders
 * @param clipNorm largest norm of gradients
 * @param averageDecay of the moving average of weights
 * @param loop how long and how it goes
 * @param lora adapters that learn instead of the weights
 */
public record StageSettings(
    String engine,
    int threads,
    long seed,
    AdamW optimizer,
    boolean decayAll,
    double clipNorm,
    double averageDecay,
    LoopSettings loop,
    Optional<LoraSettings> lora) {
  private static final int NEVER = Integer.MAX_VALUE;

  /** Reads the common keys of a stage and of its phases. */
  public static StageSettings of(Settings stage, List<Settings> phases) {
    List<Phase> all = new ArrayList<>();
    for (Settings phase : phases) {
      all.add(phase(phase));
    }
    Settings optimizer = stage.object("optimizer");
    AdamW adam =
        new AdamW(
            optimizer.number("beta1", 0.9, 0, 0.999999),
            optimizer.number("beta2", 0.95, 0, 0.999999),
            optimizer.number("epsilon", 1e-8, 0, 1),
            optimizer.number("weight_decay", 0.01, 0, 1),
            Set.of());
    boolean decayAll = optimizer.truth("decay_all", false);
    optimizer.done();
    String best = stage.text("best", "");
    LoopSettings loop =
        new LoopSettings(
            all,
            stage.whole("accumulate", 1, 1),
            stage.whole("log_every", 50, 1),
            stage.whole("evaluate_every", 0, 0),
            stage.whole("checkpoint_every", 500, 1),
            stage.whole("keep", 2, 1),
            best.isEmpty() ? Optional.empty() : Optional.of(best));
    if (loop.evaluateEvery() % loop.logEvery() != 0) {
      throw stage.wrong("evaluate_every", loop.evaluateEvery(), "a multiple of log_every");
    }
    if (loop.best().isPresent() && loop.evaluateEvery() == 0) {
      throw stage.wrong("best", best, "evaluate_every, too: nothing is evaluated");
    }
    return new StageSettings(
        stage.text("engine", ""),
        stage.whole("threads", 1, 0),
        stage.whole("seed", 1, -NEVER),
        adam,
        decayAll,
        stage.number("clip_norm", 1, 0, Double.MAX_VALUE),
        stage.number("average_decay", 0, 0, 0.9999999),
        loop,
        LoraSettings.of(stage));
  }

  private static Phase phase(Settings phase) {
    double peak = phase.number("learning_rate", 1e-3, 0, 1);
    int warmUp = phase.whole("warm_up", 0, 0);
    double floor = phase.number("floor", 0, 0, 1);
    LearningRate rate =
        switch (phase.oneOf("schedule", "cosine", List.of("cosine", "constant"))) {
          case "constant" -> new LearningRate.Constant(peak, warmUp);
          default -> new LearningRate.Cosine(peak, warmUp, floor);
        };
    return new Phase(phase.requireWhole("steps", 1), rate);
  }

  /** The number of the phase that a step is in. */
  public int phaseOf(long step) {
    long end = 0;
    for (int i = 0; i < loop.phases().size(); i++) {
      end += loop.phases().get(i).steps();
      if (step < end) {
        return i;
      }
    }
    return loop.phases().size() - 1;
  }

  /** What the engine must know. */
  public TrainingSettings training(Graph graph, Set<String> frozen) {
    Set<String> undecayed = new TreeSet<>();
    if (!decayAll) {
      // Biases and norms are the vectors among the weights.
      graph.weights().stream()
          .filter(weight -> weight.type().rank() == 1)
          .forEach(weight -> undecayed.add(weight.name()));
    }
    AdamW adam =
        new AdamW(
            optimizer.beta1(),
            optimizer.beta2(),
            optimizer.epsilon(),
            optimizer.weightDecay(),
            undecayed);
    return new TrainingSettings(threads, Objective.LOSS, frozen, adam, clipNorm, averageDecay);
  }
}
