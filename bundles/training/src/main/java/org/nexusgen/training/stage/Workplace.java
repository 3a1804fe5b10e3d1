package org.nexusgen.training.stage;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.engine.Engine;
import org.nexusgen.api.engine.FigurePart;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.train.TrainingSession;
import org.nexusgen.api.train.TrainingSession.Weights;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.WeightSet;
import org.nexusgen.api.weights.WeightStore;
import org.nexusgen.training.loop.Objective;
import org.nexusgen.training.loop.TrainingListener;
import org.nexusgen.training.loop.TrainingLoop;
import org.nexusgen.training.lora.Lora;
import org.nexusgen.training.run.RunFolder;
import org.nexusgen.training.settings.LoraSettings;
import org.nexusgen.training.settings.StageSettings;

/**
 * Where a stage is trained.
 *
 * @param services that do the work
 * @param model folder of the model
 * @param run checkpoints and metrics
 * @param listener hears of the progress
 * @param nanos clock for speeds
 */
public record Workplace(
    Services services, Path model, RunFolder run, TrainingListener listener, LongSupplier nanos) {
  /** Opens the model; the caller closes it. */
  public ModelFolder openModel() {
    return services.models().open(model);
  }

  /**
   * The engine of a part that is not trained; the run goes on with the one that it began with.
   *
   * @throws BadInputException if it is not installed, cannot run here, or was another one before
   */
  public Engine engine(FigurePart part, ModelFolder folder) {
    Engine engine = services.engine(part, folder);
    run.useEngine(part.word(), engine.name());
    return engine;
  }

  /** Trains an objective to the end. */
  public <T> T train(Objective objective, StageSettings settings, TrainingLoop.Finish<T> finish) {
    return new TrainingLoop(objective, settings.loop(), run, listener, nanos)
        .run(
            services.trainingEngine(settings.engine()),
            settings.training(objective.graph(), objective.frozen()),
            finish);
  }

  /**
   * Trains an objective to the end and writes what was learned: the set's weights into the model's
   * folder, or, with adapters, these alone into the run's.
   */
  public void learn(Objective objective, StageSettings settings, WeightSet set) {
    settings
        .lora()
        .ifPresentOrElse(
            adapters -> learnAdapters(objective, settings, adapters, set),
            () -> write(set, train(objective, settings, Workplace::averaged), settings.stored()));
  }

  private void learnAdapters(
      Objective objective, StageSettings settings, LoraSettings adapters, WeightSet set) {
    Lora lora = adapters.lora();
    Map<String, Tensor> learned =
        adapters.from().map(services.adapterFiles()::read).map(lora::weights).orElse(Map.of());
    Objective adapted = new AdaptedObjective(objective, lora, learned, settings.seed());
    Map<String, Tensor> weights = train(adapted, settings, Workplace::averaged);
    services.adapterFiles().write(run.adapter(), lora.adapter(set, weights));
  }

  private static Map<String, Tensor> averaged(TrainingSession session) {
    return session.weights(Weights.AVERAGED);
  }

  /**
   * Writes weights into the model's folder; others of the same set stay, rounded to the stored
   * type.
   */
  public void write(WeightSet set, Map<String, Tensor> weights, DType stored) {
    Map<String, Tensor> all = new LinkedHashMap<>();
    try (ModelFolder folder = openModel()) {
      if (folder.has(set)) {
        WeightStore old = folder.weights(set);
        old.names().stream()
            .filter(name -> !weights.containsKey(name))
            .forEach(name -> all.put(name, old.read(name)));
      }
    }
    all.putAll(weights);
    services.modelWriter().write(model, set, all, stored);
  }
}
