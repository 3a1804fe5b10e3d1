package org.nexusgen.training.loss;

import static org.nexusgen.graph.Ops.add;
import static org.nexusgen.graph.Ops.mul;

import java.util.HashMap;
import java.util.Map;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.train.TrainableBackbone;
import org.nexusgen.graph.GraphBuilder;
import org.nexusgen.graph.Value;

/**
 * The hybrid loss of a backbone (paper § 2.2): cross entropy of tokens, squared error and cosine
 * distance of image embeddings: {@code text·CE + image·(squared·MSE + cosine·(1 − cos))}. A batch
 * without labels or without pictures has 0 there.
 *
 * @param text weight of the cross entropy
 * @param image weight of both errors of embeddings
 * @param squared weight of the mean squared error among them
 * @param cosine weight of the mean cosine distance among them
 */
public record BackboneLoss(double text, double image, double squared, double cosine) {
  /** Graph output: the scalar that training makes small. */
  public static final String LOSS = "loss";

  /** Graph output: scalar, mean over labels. */
  public static final String CROSS_ENTROPY = "token_ce";

  /** Graph output: scalar, mean over image rows. */
  public static final String SQUARED_ERROR = "mse";

  /** Graph output: scalar, mean over image rows. */
  public static final String COSINE_DISTANCE = "one_minus_cos";

  private static final String LABELS = "labels";
  private static final String LABEL_WEIGHTS = "label_weights";
  private static final String TARGETS = "targets";
  private static final String ROW_WEIGHTS = "row_weights";
  private static final String TEXT_SHARE = "text_share";
  private static final String IMAGE_SHARE = "image_share";

  /** The paper's λ: 0.1 cross entropy, 0.5 squared error, 0.5 cosine distance. */
  public static final BackboneLoss PAPER = new BackboneLoss(0.1, 1, 0.5, 0.5);

  /** What the reference's training script sets: 3 for both sides. */
  public static final BackboneLoss REPOSITORY = new BackboneLoss(3, 3, 0.5, 0.5);

  public BackboneLoss {
    check("text", text);
    check("image", image);
    check("squared", squared);
    check("cosine", cosine);
  }

  private static void check(String name, double weight) {
    if (!(weight >= 0 && Double.isFinite(weight))) {
      throw new BadInputException(
          "loss weight '%s': got %s, wants 0 or more".formatted(name, weight));
    }
  }

  /** The backbone's graph with the loss on top; the parts of the loss are outputs too. */
  public Graph on(Graph backbone) {
    GraphBuilder b = new GraphBuilder(backbone.name() + " with loss");
    Map<String, Value> predicted = b.include(backbone, Map.of(), "");
    Value scores = predicted.get(TrainableBackbone.SCORES);
    Value embeddings = predicted.get(TrainableBackbone.IMAGE_EMBEDDINGS);
    if (scores == null || embeddings == null) {
      throw new BadInputException(
          "graph '%s' has outputs %s, the backbone's loss wants '%s' and '%s'"
              .formatted(
                  backbone.name(),
                  predicted.keySet(),
                  TrainableBackbone.SCORES,
                  TrainableBackbone.IMAGE_EMBEDDINGS));
    }
    Value labels = b.input(LABELS, DType.I64, scores.dim(0));
    Value labelWeights = b.input(LABEL_WEIGHTS, DType.F32, scores.dim(0));
    Value targets = b.input(TARGETS, DType.F32, embeddings.dim(0), embeddings.dim(1));
    Value rowWeights = b.input(ROW_WEIGHTS, DType.F32, embeddings.dim(0));

    Value crossEntropy = Losses.mean(Losses.crossEntropy(scores, labels), labelWeights);
    Value squaredError = Losses.mean(Losses.squaredError(embeddings, targets), rowWeights);
    Value distance = Losses.mean(Losses.cosineDistance(embeddings, targets), rowWeights);
    Value ofWords = mul(crossEntropy, text);
    Value ofImages = add(mul(squaredError, image * squared), mul(distance, image * cosine));
    Value textShare = b.input(TEXT_SHARE, DType.F32);
    Value imageShare = b.input(IMAGE_SHARE, DType.F32);
    b.output(LOSS, add(mul(ofWords, textShare), mul(ofImages, imageShare)));
    b.output(CROSS_ENTROPY, crossEntropy);
    b.output(SQUARED_ERROR, squaredError);
    b.output(COSINE_DISTANCE, distance);
    return b.build();
  }

  /** All inputs of the graph that {@link #on} gives. */
  public static Map<String, Tensor> inputs(TrainableBackbone.Batch batch) {
    return inputs(batch, 1, 1);
  }

  /**
   * All inputs of the graph that {@link #on} gives.
   *
   * @param textShare by which this batch's cross entropy counts more or less
   * @param imageShare by which its errors of embeddings count more or less
   */
  public static Map<String, Tensor> inputs(
      TrainableBackbone.Batch batch, double textShare, double imageShare) {
    Map<String, Tensor> inputs = new HashMap<>(batch.inputs());
    inputs.put(LABELS, batch.labels());
    inputs.put(LABEL_WEIGHTS, batch.labelWeights());
    inputs.put(TARGETS, batch.targets());
    inputs.put(ROW_WEIGHTS, batch.rowWeights());
    inputs.put(TEXT_SHARE, Tensor.scalar((float) textShare));
    inputs.put(IMAGE_SHARE, Tensor.scalar((float) imageShare));
    return inputs;
  }
}
