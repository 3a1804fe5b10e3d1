package org.nexusgen.api.train;

import java.util.List;
import java.util.Map;
import org.nexusgen.api.backbone.BackboneInfo;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.vision.ImageEmbedding;
import org.nexusgen.api.weights.ModelFolder;
import org.osgi.annotation.versioning.ConsumerType;

/** The autoregressive backbone, to be trained on whole sequences (paper § 2.2). */
@ConsumerType
public interface TrainableBackbone extends TrainablePart {
  /** Graph output: F32 [labels, vocabulary], what is predicted where a label stands. */
  String SCORES = "scores";

  /** Graph output: F32 [image rows, width], the embeddings that are predicted for target images. */
  String IMAGE_EMBEDDINGS = "image_embeddings";

  /** What stands at the places of target images while they are learned. */
  enum ImageInputs {
    /** The learned prefill rows: prefilled autoregression. */
    PREFILL,
    /** The target's own embeddings (teacher forcing): the naive variant of figures 4 and 5. */
    TARGET
  }

  /** How the turns of a sequence see each other. */
  enum Layout {
    /** Every token sees all before it: a conversation as it is at inference. */
    CHAIN,
    /**
     * What begins at a branch sees what stands before the first branch, and its own branch: many
     * conversations that begin alike, such as questions about one picture, for the price of one
     * beginning. Each is the sequence that it would be alone, positions included.
     */
    BRANCHES
  }

  /** Ids and sizes; stop ids and sampling are those of the model's files. */
  BackboneInfo info();

  /**
   * The network over a batch of whole sequences; it has no inputs but those of {@link Batch}, and
   * the outputs {@value #SCORES} and {@value #IMAGE_EMBEDDINGS}.
   */
  Graph graph(Layout layout);

  /** The network over conversations as they are at inference. */
  default Graph graph() {
    return graph(Layout.CHAIN);
  }

  /**
   * Pads sequences on the right and turns them into the graph's inputs.
   *
   * @param layout that of the graph
   * @throws org.nexusgen.api.BadInputException if placeholders and pictures do not match, or there
   *     are branches in a chain
   */
  Batch batch(List<TrainingSequence> sequences, ImageInputs imageInputs, Layout layout);

  /** A batch of conversations as they are at inference. */
  default Batch batch(List<TrainingSequence> sequences, ImageInputs imageInputs) {
    return batch(sequences, imageInputs, Layout.CHAIN);
  }

  /**
   * One conversation.
   *
   * @param ids tokens, every picture's placeholder repeated once for each of its embeddings
   * @param labelWeights for each id how much its prediction counts; 0 where it is not learned.
   *     Placeholders of target pictures are learned through their embeddings and have 0
   * @param pictures in the order of their placeholders
   * @param branches places where branches begin, ascending; empty for a chain
   */
  @SuppressWarnings("ArrayRecordComponent") // ids are large: sharing is the point
  record TrainingSequence(
      int[] ids, float[] labelWeights, List<Picture> pictures, List<Integer> branches) {
    /** A chain. */
    public TrainingSequence(int[] ids, float[] labelWeights, List<Picture> pictures) {
      this(ids, labelWeights, pictures, List.of());
    }

    public TrainingSequence {
      pictures = List.copyOf(pictures);
      branches = List.copyOf(branches);
      TrainingSettings.check(
          ids.length == labelWeights.length, "label weights", labelWeights.length, "one an id");
    }
  }

  /**
   * A picture of a conversation.
   *
   * @param embedding of the vision encoder
   * @param isTarget whether it is to be predicted; if not, it is read
   * @param rowWeights for each embedding of a target how much its error counts; empty for 1 each
   */
  record Picture(ImageEmbedding embedding, boolean isTarget, List<Float> rowWeights) {
    public Picture {
      rowWeights = List.copyOf(rowWeights);
      TrainingSettings.check(
          rowWeights.isEmpty() || rowWeights.size() == embedding.tokens(),
          "row weights",
          rowWeights.size(),
          "one an embedding");
    }
  }

  /**
   * Inputs of the graph, and what its outputs are compared with, in the outputs' order.
   *
   * @param inputs by name
   * @param labels I64 [labels]
   * @param labelWeights F32 [labels]
   * @param targets F32 [image rows, width]
   * @param rowWeights F32 [image rows]
   */
  record Batch(
      Map<String, Tensor> inputs,
      Tensor labels,
      Tensor labelWeights,
      Tensor targets,
      Tensor rowWeights) {}

  /** Makes trainable backbones. A service. */
  @ConsumerType
  interface Provider {
    /** As {@code AutoregressiveBackbone.Provider} has it. */
    String name();

    /**
     * @throws org.nexusgen.api.BadInputException if the folder's configuration is missing or wrong
     */
    TrainableBackbone open(ModelFolder model);
  }
}
