package org.nexusgen.api.train;

import java.util.List;
import java.util.Map;
import org.nexusgen.api.decode.Conditioning.TokenGroup;
import org.nexusgen.api.decode.DecodingTask;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.weights.ModelFolder;
import org.osgi.annotation.versioning.ConsumerType;

/** A vision decoder's diffusion transformer over a batch of latents of one size. */
@ConsumerType
public interface TrainableVisionDecoder extends TrainablePart {
  /** Graph input: F32 [pictures, context tokens, context width], from a projector. */
  String CONTEXT = "context";

  /** Graph output: F32 [pictures, latent tokens, values of a token], packed velocity. */
  String VELOCITY = "velocity";

  DecodingTask task();

  /** The network; input {@value #CONTEXT} besides those of {@link #inputs}. */
  Graph graph();

  /**
   * Noisy latents as the graph's inputs.
   *
   * @param latents F32 [pictures, channels, rows, columns]
   * @param timesteps of each picture, 0 to 1000
   * @param guidance FLUX's distilled guidance input, such as 3.5
   * @param pooled F32 [1, p], the pooled text vector, the same for all
   * @param groups where the context tokens lie
   */
  Map<String, Tensor> inputs(
      Tensor latents, double[] timesteps, double guidance, Tensor pooled, List<TokenGroup> groups);

  /** Latents F32 [pictures, channels, rows, columns] in the packed form of the velocity. */
  Tensor packed(Tensor latents);

  /** Makes trainable vision decoders. A service, one a task. */
  @ConsumerType
  interface Provider {
    String name();

    DecodingTask task();

    /**
     * @throws org.nexusgen.api.BadInputException if the folder's configuration is missing or wrong
     */
    TrainableVisionDecoder open(ModelFolder model);
  }
}
