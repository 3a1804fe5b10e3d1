package org.nexusgen.api.train;

import java.util.List;
import java.util.Map;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.PixelSize;
import org.osgi.annotation.versioning.ConsumerType;

/** The vision encoder over a batch of pictures of one size. */
@ConsumerType
public interface TrainableVisionEncoder extends TrainablePart {
  /** Graph output: F32 [pictures · tokens, width], row-major within a picture. */
  String EMBEDDINGS = "embeddings";

  /** Width of an embedding. */
  int width();

  /**
   * The network for a fixed number of pictures of one size; output {@value #EMBEDDINGS}.
   *
   * @param pictures in a batch
   * @param size of each, in pixels, multiples of a token's side
   */
  Graph graph(int pictures, PixelSize size);

  /** Pictures as the graph's inputs. */
  Map<String, Tensor> inputs(List<Image> pictures);

  /**
   * Names of the linear layer behind which embeddings come out: its weight [width, n] and bias
   * [width]. Scaling both by channel scales the embeddings.
   */
  OutputLayer outputLayer();

  /** Names of a linear layer's tensors. */
  record OutputLayer(String weight, String bias) {}

  /** Makes trainable vision encoders. A service. */
  @ConsumerType
  interface Provider {
    String name();

    /**
     * @throws org.nexusgen.api.BadInputException if the folder's configuration is missing or wrong
     */
    TrainableVisionEncoder open(ModelFolder model);
  }
}
