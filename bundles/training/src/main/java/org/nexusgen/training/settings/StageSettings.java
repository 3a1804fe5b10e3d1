package org.nexusgen.training.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.DType;
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
 * @param stored type of the values in the model's files; training itself is float32
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
    Optional<LoraSettings> lora,
    DType stored) {
  private static final int NEVER = Integer.MAX_VALUE;
  private static final String STORED = "stored";
  private static final Map<String, DType> TYPES =
      Map.of("f32", DType.F32, "f16", DType.F16, "bf16", DType.BF16);

  /** Reads the common keys of a stage and of its phases. */
  public static StageSettings of(Settings stage, List<Settings> phases) {
    List<Phase> all = phases(stage, phases);
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
    Optional<LoraSettings> lora = LoraSettings.of(stage);
    return new StageSettings(
        stage.text("engine", ""),
        stage.whole("threads", 1, 0),
        stage.whole("seed", 1, -NEVER),
        adam,
        decayAll,
        stage.number("clip_norm", 1, 0, Double.MAX_VALUE),
        stage.number("average_decay", 0, 0, 0.9999999),
        loop,
        lora,
        stored(stage, lora.isPresent()));
  }

  private static DType stored(Settings stage, boolean adapters) {
    String name = stage.oneOf(STORED, "f32", List.of("f32", "f16", "bf16"));
    DType type = TYPES.getOrDefault(name, DType.F32);
    if (adapters && type != DType.F32) {
      throw stage.wrong(STORED, "'" + name + "'", "f32 beside 'lora': adapters are not rounded");
    }
    return type;
  }

  /** Each with its own rate, or all with parts of the stage's. */
  private static List<Phase> phases(Settings stage, List<Settings> phases) {
    List<Integer> steps = new ArrayList<>();
    phases.forEach(phase -> steps.add(phase.requireWhole("steps", 1)));
    long total = steps.stream().mapToLong(Integer::longValue).sum();
    List<Phase> all = new ArrayList<>();
    boolean common = stage.has("learning_rate");
    LearningRate ofStage = common ? rate(stage) : new LearningRate.Constant(0, 0);
    long offset = 0;
    for (int i = 0; i < steps.size(); i++) {
      LearningRate own =
          common ? new LearningRate.Part(ofStage, offset, total) : rate(phases.get(i));
      all.add(new Phase(steps.get(i), own));
      offset += steps.get(i);
    }
    return all;
  }

  private static LearningRate rate(Settings settings) {
    double peak = settings.number("learning_rate", 1e-3, 0, 1);
    int warmUp = settings.whole("warm_up", 0, 0);
    String schedule = settings.oneOf("schedule", "cosine", List.of("cosine", "constant", "stable"));
    return switch (schedule) {
      case "constant" -> new LearningRate.Constant(peak, warmUp);
      case "stable" ->
          new LearningRate.Stable(
              peak, warmUp, settings.number("decay", 0.3, 0, 1), settings.number("floor", 0, 0, 1));
      default -> new LearningRate.Cosine(peak, warmUp, settings.number("floor", 0, 0, 1));
    };
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
