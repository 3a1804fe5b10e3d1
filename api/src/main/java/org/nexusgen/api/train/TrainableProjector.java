package org.nexusgen.api.train;

import java.util.List;
import java.util.Map;
import org.nexusgen.api.decode.Conditioning.TokenGroup;
import org.nexusgen.api.decode.DecodingTask;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.vision.ImageEmbedding;
import org.nexusgen.api.weights.ModelFolder;
import org.osgi.annotation.versioning.ConsumerType;

/** A projector over a batch of pictures of one size; it is trained together with a decoder. */
@ConsumerType
public interface TrainableProjector extends TrainablePart {
  /** Graph output: F32 [pictures, context tokens, context width]. */
  String CONTEXT = "context";

  DecodingTask task();

  /** The network; output {@value #CONTEXT}. */
  Graph graph();

  /**
   * Embeddings as the graph's inputs.
   *
   * @param pictures for each picture its target embedding and, for editing, its references
   */
  Map<String, Tensor> inputs(List<List<ImageEmbedding>> pictures);

  /** Where the context tokens of one such picture lie. */
  List<TokenGroup> groups(List<ImageEmbedding> picture);

  /** Makes trainable projectors. A service, one a task. */
  @ConsumerType
  interface Provider {
    String name();

    DecodingTask task();

    /**
     * @throws org.nexusgen.api.BadInputException if the folder's configuration is missing or wrong
     */
    TrainableProjector open(ModelFolder model);
  }
}
