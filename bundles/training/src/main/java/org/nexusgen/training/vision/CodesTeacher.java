package org.nexusgen.training.vision;

import static org.nexusgen.graph.Ops.add;
import static org.nexusgen.graph.Ops.argMax;
import static org.nexusgen.graph.Ops.cast;
import static org.nexusgen.graph.Ops.equal;
import static org.nexusgen.graph.Ops.mul;
import static org.nexusgen.graph.Ops.reduceMean;
import static org.nexusgen.graph.Ops.slice;
import static org.nexusgen.graph.Ops.sub;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.train.LabelledPictures.Head;
import org.nexusgen.api.train.LabelledPictures.LabelledPicture;
import org.nexusgen.api.train.TrainableVisionEncoder;
import org.nexusgen.api.train.TrainableVisionEncoder.OutputLayer;
import org.nexusgen.graph.GraphBuilder;
import org.nexusgen.graph.Value;
import org.nexusgen.training.loop.Objective;
import org.nexusgen.training.loop.Outputs;

/**
 * Teaches the embeddings themselves: the first channels are to be codes, the others stay 0.
 *
 * @param book of codes
 */
record CodesTeacher(CodeBook book) implements Teacher {
  private static final String CODES = "codes";

  @Override
  public Graph losses(Graph encoder, int tokens) {
    GraphBuilder b = new GraphBuilder(encoder.name() + " against codes");
    Value x = // (N, W)
        Outputs.require(
            b.include(encoder, Map.of(), ""), TrainableVisionEncoder.EMBEDDINGS, encoder.name());
    b.output(TrainableVisionEncoder.EMBEDDINGS, x);
    Value codes = b.input(CODES, DType.F32, Dim.of(tokens), Dim.of(book.width()));
    Value seen = slice(x, 1, 0, book.width());
    Value difference = sub(seen, codes);
    b.output(Objective.LOSS, reduceMean(mul(difference, difference), false, 0, 1));
    int from = 0;
    for (Head head : book.heads()) {
      int to = from + head.classes();
      b.output(
          head.name() + "_right", right(slice(seen, 1, from, to), slice(codes, 1, from, to), from));
      from = to;
    }
    return b.build();
  }

  /** Share of tokens whose largest class is the right one. */
  private Value right(Value seen, Value wanted, int from) {
    int classes = (int) seen.size(1);
    float[] mean = new float[classes];
    float[] deviation = new float[classes];
    for (int i = 0; i < classes; i++) {
      mean[i] = (float) book.mean(from + i);
      deviation[i] = (float) book.deviation(from + i);
    }
    GraphBuilder b = seen.builder();
    Value shift = b.constant(Tensor.of(mean, 1, classes));
    Value scale = b.constant(Tensor.of(deviation, 1, classes));
    Value a = argMax(add(mul(seen, scale), shift), -1);
    Value c = argMax(add(mul(wanted, scale), shift), -1);
    return reduceMean(cast(equal(a, c), DType.F32), false, 0);
  }

  @Override
  public Map<String, Tensor> inputs(List<LabelledPicture> pictures) {
    return Map.of(CODES, book.codes(pictures));
  }

  /** Rows of channels without a code are 0, and nothing moves them. */
  @Override
  public Map<String, Tensor> start(Map<String, Tensor> encoder, OutputLayer layer, long seed) {
    Map<String, Tensor> start = new LinkedHashMap<>(encoder);
    start.computeIfPresent(layer.weight(), (name, tensor) -> firstRows(tensor));
    start.computeIfPresent(layer.bias(), (name, tensor) -> firstRows(tensor));
    return start;
  }

  private Tensor firstRows(Tensor tensor) {
    float[] values = tensor.floats();
    int row = values.length / tensor.shape().size(0);
    for (int i = Math.min(values.length, book.width() * row); i < values.length; i++) {
      values[i] = 0;
    }
    return Tensor.of(values, tensor.shape().toArray());
  }

  @Override
  public boolean owns(String weight) {
    return false;
  }

  @Override
  public boolean wantsStandardized() {
    return false;
  }
}
