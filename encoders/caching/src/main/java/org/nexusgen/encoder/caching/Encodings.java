package org.nexusgen.encoder.caching;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.vision.ImageEmbedding;
import org.nexusgen.api.vision.ImageGrid;
import org.nexusgen.api.vision.VisionEncoding;

/** Encodings of several pictures, apart and together. */
final class Encodings {
  private Encodings() {}

  /** One encoding for each picture, with arrays of its own: none keeps its neighbours in memory. */
  static List<VisionEncoding> split(VisionEncoding all) {
    if (all.grids().size() == 1) {
      return List.of(all);
    }
    int patches = all.grids().stream().mapToInt(ImageGrid::patches).sum();
    if (patches != all.pixelValues().shape().dim(0)
        || all.embeddings().size() != all.grids().size()) {
      throw new NexusGenException(
          "caching encoder: the encoder that it wraps gave %d embeddings and pixels %s for grids %s"
              .formatted(all.embeddings().size(), all.pixelValues().shape(), all.grids()));
    }
    List<VisionEncoding> apart = new ArrayList<>();
    int row = 0;
    for (int i = 0; i < all.grids().size(); i++) {
      ImageGrid grid = all.grids().get(i);
      Tensor pixels = joined(List.of(all.pixelValues().rows(row, row + grid.patches())));
      ImageEmbedding shared = all.embeddings().get(i);
      ImageEmbedding own =
          new ImageEmbedding(joined(List.of(shared.values())), shared.rows(), shared.columns());
      apart.add(new VisionEncoding(pixels, List.of(grid), List.of(own)));
      row += grid.patches();
    }
    return apart;
  }

  /** One encoding of all pictures, in order; at least one. */
  static VisionEncoding join(List<VisionEncoding> apart) {
    if (apart.size() == 1) {
      return apart.get(0);
    }
    return new VisionEncoding(
        joined(apart.stream().map(VisionEncoding::pixelValues).toList()),
        apart.stream().flatMap(one -> one.grids().stream()).toList(),
        apart.stream().flatMap(one -> one.embeddings().stream()).toList());
  }

  /** Bytes that an encoding holds. */
  static long bytes(VisionEncoding encoding) {
    long sum = encoding.pixelValues().bytes().capacity();
    for (ImageEmbedding embedding : encoding.embeddings()) {
      sum += embedding.values().bytes().capacity();
    }
    return sum;
  }

  /** Tensors of equal rows one after another, in new memory. */
  private static Tensor joined(List<Tensor> tensors) {
    long rows = tensors.stream().mapToLong(tensor -> tensor.shape().dim(0)).sum();
    int size = tensors.stream().mapToInt(tensor -> tensor.bytes().capacity()).sum();
    ByteBuffer bytes = ByteBuffer.allocateDirect(size);
    tensors.forEach(tensor -> bytes.put(tensor.bytes()));
    long[] dims = tensors.get(0).shape().toArray();
    dims[0] = rows;
    return Tensor.wrap(tensors.get(0).dtype(), Shape.of(dims), bytes.flip());
  }
}
