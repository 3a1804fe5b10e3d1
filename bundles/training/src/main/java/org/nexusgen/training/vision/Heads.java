package org.nexusgen.training.vision;

import static org.nexusgen.graph.Ops.add;
import static org.nexusgen.graph.Ops.argMax;
import static org.nexusgen.graph.Ops.cast;
import static org.nexusgen.graph.Ops.equal;
import static org.nexusgen.graph.Ops.exp;
import static org.nexusgen.graph.Ops.log;
import static org.nexusgen.graph.Ops.mul;
import static org.nexusgen.graph.Ops.reduceMax;
import static org.nexusgen.graph.Ops.reduceMean;
import static org.nexusgen.graph.Ops.reduceSum;
import static org.nexusgen.graph.Ops.sub;
import static org.nexusgen.graph.Ops.unsqueeze;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.train.InitialWeight;
import org.nexusgen.api.train.LabelledPictures.Head;
import org.nexusgen.api.train.TrainableVisionEncoder;
import org.nexusgen.graph.GraphBuilder;
import org.nexusgen.graph.Value;
import org.nexusgen.graph.nn.Linear;
import org.nexusgen.graph.nn.Scope;
import org.nexusgen.training.loop.Objective;
import org.nexusgen.training.loop.Outputs;

/**
 * Linear heads over a vision encoder's embeddings: one tells the pixels of the token's own part of
 * the picture, each of the others one label. What they can tell lies in the embeddings in a form
 * that a language model's first layer can read.
 *
 * @param width of an embedding
 * @param pixels values of a token's part of the picture
 * @param labels what the other heads tell
 */
record Heads(int width, int pixels, List<Head> labels) {
  static final String PATCHES = "patches";
  private static final String PREFIX = "heads.";
  private static final double START = 0.02;

  Heads {
    labels = List.copyOf(labels);
  }

  static String input(Head head) {
    return "labels." + head.name();
  }

  List<InitialWeight> initialWeights() {
    List<InitialWeight> weights = new ArrayList<>();
    linear(weights, PATCHES, pixels);
    labels.forEach(head -> linear(weights, head.name(), head.classes()));
    return weights;
  }

  private void linear(List<InitialWeight> weights, String name, int out) {
    weights.add(
        new InitialWeight(
            PREFIX + name + ".weight", Shape.of(out, width), InitialWeight.normal(START)));
    weights.add(new InitialWeight(PREFIX + name + ".bias", Shape.of(out), InitialWeight.zeros()));
  }

  static boolean isHead(String weight) {
    return weight.startsWith(PREFIX);
  }

  /**
   * The encoder with its heads.
   *
   * @param tokens of all pictures of a batch
   * @param pixelWeight how much the pixels count against all labels together
   */
  Graph losses(Graph encoder, int tokens, double pixelWeight) {
    GraphBuilder b = new GraphBuilder(encoder.name() + " with heads");
    Value x = // (N, W)
        Outputs.require(
            b.include(encoder, Map.of(), ""), TrainableVisionEncoder.EMBEDDINGS, encoder.name());
    b.output(TrainableVisionEncoder.EMBEDDINGS, x);
    Scope heads = new Scope(b, PREFIX);
    Value patches = b.input(PATCHES, DType.F32, Dim.of(tokens), Dim.of(pixels));
    Value difference = sub(Linear.of(heads.at(PATCHES), width, pixels, true).apply(x), patches);
    Value pixelLoss = reduceMean(mul(difference, difference), false, 0, 1);
    b.output("pixels", pixelLoss);
    Value loss = mul(pixelLoss, pixelWeight);
    for (Head head : labels) {
      Value scores = Linear.of(heads.at(head.name()), width, head.classes(), true).apply(x);
      Value right = b.input(input(head), DType.I64, Dim.of(tokens));
      Value crossEntropy = crossEntropy(scores, right, head.classes());
      b.output(head.name(), crossEntropy);
      b.output(head.name() + "_right", share(equal(argMax(scores, -1), right)));
      loss = add(loss, crossEntropy);
    }
    b.output(Objective.LOSS, loss);
    return b.build();
  }

  private static Value share(Value truths) {
    return reduceMean(cast(truths, DType.F32), false, 0);
  }

  /** Mean of -log softmax at the right classes. */
  private static Value crossEntropy(Value scores, Value right, int classes) {
    Value shifted = sub(scores, reduceMax(scores, true, -1)); // (N, C)
    Value logSum = log(reduceSum(exp(shifted), true, -1)); // (N, 1)
    long[] numbers = new long[classes];
    for (int i = 0; i < classes; i++) {
      numbers[i] = i;
    }
    Value all = scores.builder().constant(Tensor.of(numbers, 1, classes));
    Value chosen = cast(equal(unsqueeze(right, 1), all), DType.F32);
    return reduceMean(reduceSum(mul(chosen, sub(logSum, shifted)), false, -1), false, 0);
  }
}
