package org.nexusgen.weights.adapter;

import java.util.stream.IntStream;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.weights.Adapter.Factors;

/** The arithmetic of a merge. */
final class LowRank {
  private LowRank() {}

  /** F32 {@code weight + factor · B A}. */
  static Tensor add(Tensor weight, Factors factors, float factor) {
    float[] sum = weight.floats();
    float[] a = factors.a().floats();
    float[] b = factors.b().floats();
    int rank = factors.a().shape().size(0);
    int in = factors.a().shape().size(1);
    IntStream.range(0, factors.b().shape().size(0))
        .parallel()
        .forEach(
            row -> {
              float[] change = new float[in];
              for (int k = 0; k < rank; k++) {
                float share = b[row * rank + k];
                for (int i = 0; i < in; i++) {
                  change[i] += share * a[k * in + i];
                }
              }
              for (int i = 0; i < in; i++) {
                sum[row * in + i] += factor * change[i];
              }
            });
    return Tensor.of(sum, weight.shape().toArray());
  }
}
