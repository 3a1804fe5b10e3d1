package org.nexusgen.tensorrt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.nexusgen.api.engine.Engine;
import org.nexusgen.api.engine.GraphSession;
import org.nexusgen.api.engine.RunResult;
import org.nexusgen.api.engine.SessionSettings;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.graph.Padding;
import org.nexusgen.api.graph.ValueType;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Operand;
import org.nexusgen.api.tensor.ResidentTensor;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.conformance.NoWeights;
import org.nexusgen.graph.Dims;
import org.nexusgen.graph.GraphBuilder;
import org.nexusgen.graph.Ops;
import org.nexusgen.graph.Value;
import org.nexusgen.graph.nn.Attention;
import org.nexusgen.graph.nn.ImageLayout;

/** Attention behind a key-value cache, as the backbone has it: two sequences side by side. */
final class Conversation {
  private static final int BATCH = 2;
  private static final int HEADS = 2;
  private static final int WIDTH = 8;
  private static final float HIDDEN = -Float.MAX_VALUE;

  private Conversation() {}

  private static Graph graph() {
    GraphBuilder b = new GraphBuilder("conversation");
    Dim batch = Dim.of("batch");
    Dim rows = Dim.of("rows");
    Dim past = Dim.of("past");
    Value x =
        b.input("x", ValueType.of(DType.F32, batch, rows, Dim.of(WIDTH)), new Padding.Zeros());
    Value mask =
        b.input(
            "mask",
            ValueType.of(DType.F32, batch, Dim.of(1), rows, Dims.plus(past, rows)),
            new Padding.Mask(HIDDEN, 0));
    ValueType cache = ValueType.of(DType.F32, batch, Dim.of(HEADS), past, Dim.of(WIDTH / HEADS));
    Value keys = b.input("keys", cache, new Padding.Zeros());
    Value values = b.input("values", cache, new Padding.Zeros());
    Value asked =
        b.input(
            "asked",
            ValueType.of(DType.I64, Dim.of("wanted")),
            new Padding.Places(List.of(batch, rows)));
    Value heads = ImageLayout.splitHeads(x, HEADS);
    Attention.Cached seen =
        Attention.of(HEADS, HEADS, WIDTH / HEADS)
            .apply(heads, Ops.mul(heads, 0.7), Ops.add(heads, 0.3), mask, keys, values);
    Value out = Ops.reshape(ImageLayout.mergeHeads(seen.out()), -1, WIDTH);
    b.output("out", Ops.gather(out, asked, 0));
    b.output("present_keys", seen.presentKeys());
    b.output("present_values", seen.presentValues());
    return b.build();
  }

  /** What is answered to readings of so many rows, one after another; the last holds the cache. */
  static List<float[]> of(Engine engine, int... readings) {
    Random random = new Random(3);
    List<float[]> answers = new ArrayList<>();
    ResidentTensor[] cache = new ResidentTensor[0];
    int past = 0;
    try (GraphSession session = engine.open(graph(), new NoWeights(), SessionSettings.standard())) {
      for (int rows : readings) {
        Map<String, Operand> inputs = inputs(random, rows, past);
        Operand none = Tensor.of(new float[0], BATCH, HEADS, 0, WIDTH / HEADS);
        inputs.put("keys", cache.length == 0 ? none : cache[0]);
        inputs.put("values", cache.length == 0 ? none : cache[1]);
        try (RunResult result = session.run(inputs)) {
          answers.add(result.tensor("out").floats());
          Arrays.stream(cache).forEach(ResidentTensor::close);
          cache = new ResidentTensor[] {result.keep("present_keys"), result.keep("present_values")};
        }
        past += rows;
      }
      answers.add(cache[0].toHost().floats());
      answers.add(cache[1].toHost().floats());
      Arrays.stream(cache).forEach(ResidentTensor::close);
    }
    return answers;
  }

  private static Map<String, Operand> inputs(Random random, int rows, int past) {
    float[] x = new float[BATCH * rows * WIDTH];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextGaussian();
    }
    float[] mask = new float[BATCH * rows * (past + rows)];
    for (int i = 0; i < mask.length; i++) {
      int row = i / (past + rows) % rows;
      mask[i] = i % (past + rows) > past + row ? HIDDEN : 0;
    }
    Map<String, Operand> inputs = new HashMap<>();
    inputs.put("x", Tensor.of(x, BATCH, rows, WIDTH));
    inputs.put("mask", Tensor.of(mask, BATCH, 1, rows, past + rows));
    // The last row of each sequence, and the first of the second.
    inputs.put("asked", Tensor.of(new long[] {rows - 1, 2L * rows - 1, rows}, 3));
    return inputs;
  }
}
