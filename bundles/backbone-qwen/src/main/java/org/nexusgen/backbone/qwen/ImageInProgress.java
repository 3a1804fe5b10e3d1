package org.nexusgen.backbone.qwen;

import java.nio.FloatBuffer;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.vision.ImageEmbedding;

/** An image that a sequence is predicting: embeddings so far, and where its rows stand. */
final class ImageInProgress {
  private final int base;
  private final int rows;
  private final int columns;
  private final int width;
  private final FloatBuffer embeddings;

  /**
   * @param base position of the image's first token: that of {@code vision_start} plus one
   * @param width of an embedding
   */
  ImageInProgress(int base, int rows, int columns, int width) {
    this.base = base;
    this.rows = rows;
    this.columns = columns;
    this.width = width;
    this.embeddings = FloatBuffer.allocate(rows * columns * width);
  }

  int base() {
    return base;
  }

  int total() {
    return rows * columns;
  }

  int done() {
    return embeddings.position() / width;
  }

  boolean isComplete() {
    return !embeddings.hasRemaining();
  }

  /** Where the k-th image token stands, whose row is read after embedding k was predicted. */
  Position position(int k) {
    return Position.image(base, k / columns, k % columns);
  }

  /** The first position after the image, if it takes as many as its longer side. */
  int positionAfter() {
    return base + Math.max(rows, columns);
  }

  /** The k-th predicted embedding. */
  FloatBuffer embedding(int k) {
    return embeddings.slice(k * width, width);
  }

  void add(float[] predicted) {
    for (float value : predicted) {
      if (!Float.isFinite(value)) {
        throw new NexusGenException(
            "image embedding %d of %d holds %s: weights or input embeddings are broken"
                .formatted(done(), total(), value));
      }
    }
    embeddings.put(predicted);
  }

  ImageEmbedding finished() {
    return new ImageEmbedding(Tensor.of(embeddings.array(), total(), width), rows, columns);
  }
}
