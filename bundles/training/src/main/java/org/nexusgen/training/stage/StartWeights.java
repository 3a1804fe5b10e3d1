package org.nexusgen.training.stage;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.train.InitialWeight;
import org.nexusgen.api.train.InitialWeight.Start;
import org.nexusgen.api.train.TrainablePart;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.WeightStore;
import org.nexusgen.training.loop.Draws;

/** The weights that a training starts from: the model's, or fresh ones that a seed determines. */
public final class StartWeights {
  private StartWeights() {}

  /** Fresh weights; each depends on the seed and its own name. */
  public static Map<String, Tensor> fresh(List<InitialWeight> weights, long seed) {
    Map<String, Tensor> filled = new LinkedHashMap<>();
    weights.forEach(weight -> filled.put(weight.name(), fill(weight, seed)));
    return filled;
  }

  /**
   * The model's weights of a part; fresh ones where the model has none.
   *
   * @throws BadInputException if the model's have other shapes than its configuration wants
   */
  public static Map<String, Tensor> of(TrainablePart part, ModelFolder model, long seed) {
    Map<String, Tensor> filled = new LinkedHashMap<>(fresh(part.initialWeights(), seed));
    if (model.has(part.weightSet())) {
      WeightStore store = model.weights(part.weightSet());
      filled.replaceAll((name, tensor) -> store.has(name) ? read(store, name, tensor) : tensor);
    }
    return filled;
  }

  private static Tensor read(WeightStore store, String name, Tensor like) {
    Tensor tensor = store.read(name);
    if (!tensor.shape().equals(like.shape())) {
      throw new BadInputException(
          "weight '%s' in %s has shape %s, the model's configuration wants %s"
              .formatted(name, store.where(), tensor.shape(), like.shape()));
    }
    return Tensor.of(tensor.floats(), like.shape().toArray());
  }

  private static Tensor fill(InitialWeight weight, long seed) {
    float[] values = new float[Math.toIntExact(weight.shape().elements())];
    Draws draws = Draws.of(seed, weight.name(), 0);
    switch (weight.start()) {
      case Start.Constant constant -> Arrays.fill(values, (float) constant.value());
      case Start.Normal normal -> {
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) (normal.std() * draws.normal());
        }
      }
      case Start.Uniform uniform -> {
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) (uniform.bound() * (2 * draws.uniform() - 1));
        }
      }
    }
    return Tensor.of(values, weight.shape().toArray());
  }
}
