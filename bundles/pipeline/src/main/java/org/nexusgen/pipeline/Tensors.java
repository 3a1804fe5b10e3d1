package org.nexusgen.pipeline;

import java.nio.ByteBuffer;
import java.util.List;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.vision.ImageEmbedding;
import org.nexusgen.api.vision.ImageGrid;

/** Values of a job as tensors, for its report. */
final class Tensors {
  private Tensors() {}

  /** Ids as I64 [n]. */
  static Tensor ids(int[] ids) {
    long[] wide = new long[ids.length];
    for (int i = 0; i < ids.length; i++) {
      wide[i] = ids[i];
    }
    return Tensor.of(wide, ids.length);
  }

  /** Grids as I64 [k,3]: frames, height, width. */
  static Tensor grids(List<ImageGrid> grids) {
    long[] values = new long[grids.size() * 3];
    for (int i = 0; i < grids.size(); i++) {
      values[3 * i] = grids.get(i).frames();
      values[3 * i + 1] = grids.get(i).height();
      values[3 * i + 2] = grids.get(i).width();
    }
    return Tensor.of(values, grids.size(), 3);
  }

  /** All embeddings one after another: F32 [n,d]. */
  static Tensor stack(List<ImageEmbedding> embeddings) {
    int tokens = embeddings.stream().mapToInt(ImageEmbedding::tokens).sum();
    int width = embeddings.get(0).width();
    ByteBuffer all = ByteBuffer.allocateDirect(tokens * width * DType.F32.bytes());
    embeddings.forEach(one -> all.put(one.values().bytes()));
    return Tensor.wrap(DType.F32, Shape.of(tokens, width), all.flip());
  }
}
