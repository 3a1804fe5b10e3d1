package org.nexusgen.training.flow;

import static org.nexusgen.graph.Ops.mul;
import static org.nexusgen.graph.Ops.reduceMean;
import static org.nexusgen.graph.Ops.sub;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.train.InitialWeight;
import org.nexusgen.api.train.TrainableProjector;
import org.nexusgen.api.train.TrainableVisionDecoder;
import org.nexusgen.api.vision.ImageEmbedding;
import org.nexusgen.graph.GraphBuilder;
import org.nexusgen.graph.Value;
import org.nexusgen.training.loss.Included;

/**
 * Projector and decoder of one task as one network, and the squared error of its velocity, each
 * picture's weighted by its timestep (the trainers of Nexus-Gen's train/decoder).
 *
 * @param projector of the task
 * @param decoder of the task
 */
public record RectifiedFlowLoss(TrainableProjector projector, TrainableVisionDecoder decoder) {
  /** Graph output: the scalar that training makes small. */
  public static final String LOSS = "loss";

  /** Graph output: F32 [pictures], each one's mean squared error without its weight. */
  public static final String SQUARED_ERRORS = "mse";

  private static final String TARGET = "target";
  private static final String WEIGHTS = "weights";

  /** Both networks know an input "cos". */
  private static final String OF_PROJECTOR = "projector.";

  public RectifiedFlowLoss {
    if (projector.task() != decoder.task()) {
      throw new BadInputException(
          "training: got a projector of %s and a decoder of %s, wants both of one task"
              .formatted(projector.task().word(), decoder.task().word()));
    }
  }

  /** The network with its loss. */
  public Graph graph() {
    GraphBuilder b = new GraphBuilder(decoder.task().word() + " decoder with loss");
    Value context =
        Included.output(b, projector.graph(), Map.of(), OF_PROJECTOR, TrainableProjector.CONTEXT);
    Map<String, Value> given = Map.of(TrainableVisionDecoder.CONTEXT, context);
    Value velocity = // (B, N, 4C)
        Included.output(b, decoder.graph(), given, "", TrainableVisionDecoder.VELOCITY);
    Value target = b.input(TARGET, velocity.type());
    Value weights = b.input(WEIGHTS, DType.F32, velocity.dim(0));

    Value difference = sub(velocity, target);
    Value errors = reduceMean(mul(difference, difference), false, 1, 2); // (B)
    b.output(LOSS, reduceMean(mul(errors, weights), false, 0));
    b.output(SQUARED_ERRORS, errors);
    return b.build();
  }

  /** All weights of both networks, as a fresh start has them. */
  public List<InitialWeight> initialWeights() {
    return Stream.of(decoder.initialWeights(), projector.initialWeights())
        .flatMap(List::stream)
        .toList();
  }

  /**
   * What is learned in one step.
   *
   * @param embeddings for each picture its target and, for editing, its references
   * @param latents F32 [pictures, channels, rows, columns], shifted and scaled as the transformer
   *     has them
   * @param noise of the same shape
   * @param timesteps of each picture
   */
  public record Batch(
      List<List<ImageEmbedding>> embeddings,
      Tensor latents,
      Tensor noise,
      List<Timestep> timesteps) {
    public Batch {
      embeddings = List.copyOf(embeddings);
      timesteps = List.copyOf(timesteps);
      if (embeddings.isEmpty() || embeddings.size() != timesteps.size()) {
        throw new IllegalArgumentException(
            "%d embeddings and %d timesteps: wants one of both a picture"
                .formatted(embeddings.size(), timesteps.size()));
      }
    }
  }

  /**
   * All inputs of the graph.
   *
   * @param guidance FLUX's distilled guidance input; the reference trains with 3.5
   * @param pooled F32 [1, p], the text encoder's output for the empty prompt
   */
  public Map<String, Tensor> inputs(Batch batch, double guidance, Tensor pooled) {
    NoisyLatents noisy = NoisyLatents.of(batch.latents(), batch.noise(), batch.timesteps());
    double[] timesteps = batch.timesteps().stream().mapToDouble(Timestep::timestep).toArray();
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    projector
        .inputs(batch.embeddings())
        .forEach((name, tensor) -> inputs.put(OF_PROJECTOR + name, tensor));
    inputs.putAll(
        decoder.inputs(
            noisy.latents(),
            timesteps,
            guidance,
            pooled,
            projector.groups(batch.embeddings().get(0))));
    inputs.put(TARGET, decoder.packed(noisy.velocity()));
    inputs.put(WEIGHTS, weights(batch.timesteps()));
    return inputs;
  }

  private static Tensor weights(List<Timestep> timesteps) {
    float[] weights = new float[timesteps.size()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) timesteps.get(i).weight();
    }
    return Tensor.of(weights, weights.length);
  }
}
