package org.nexusgen.api.train;

import java.util.Map;
import java.util.Optional;
import org.nexusgen.api.tensor.Tensor;
import org.osgi.annotation.versioning.ProviderType;

/** A graph in training. Used by one thread at a time. */
@ProviderType
public interface TrainingSession extends AutoCloseable {
  /** Which of the two sets of weights. */
  enum Weights {
    /** As the last update left them. */
    CURRENT,
    /** Their exponential moving average; as {@link #CURRENT} where none is kept. */
    AVERAGED
  }

  /**
   * Runs the graph forwards and backwards and adds the gradients of {@code scale · loss} to those
   * of earlier calls since the last update.
   *
   * @param inputs one tensor for each of the graph's inputs, by name
   * @return the graph's outputs
   */
  Map<String, Tensor> accumulate(Map<String, Tensor> inputs, double scale);

  /**
   * Clips the accumulated gradients, moves the weights and their average, and forgets the
   * gradients.
   *
   * @return the norm of all gradients before clipping
   * @throws org.nexusgen.api.NexusGenException if the norm is not a number; the weights stay
   */
  double update(double learningRate);

  /** Runs the graph forwards only. */
  Map<String, Tensor> evaluate(Map<String, Tensor> inputs, Weights which);

  /** The accumulated gradients, by weight; only of weights that are not frozen. */
  Map<String, Tensor> gradients();

  /** All weights, frozen ones too. */
  Map<String, Tensor> weights(Weights which);

  /** Everything that an exact continuation needs, but accumulated gradients. */
  TrainingState state();

  /**
   * Continues from a state.
   *
   * @throws org.nexusgen.api.BadInputException if it is of another graph or other settings
   */
  void restore(TrainingState state);

  /**
   * Runs the graph operator by operator and says which one first gives a value that is not finite,
   * with the layer: for the message that explains a NaN. Empty if all are finite.
   */
  Optional<String> firstNonFinite(Map<String, Tensor> inputs);

  @Override
  void close();
}
