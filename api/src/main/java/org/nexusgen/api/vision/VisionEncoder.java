package org.nexusgen.api.vision;

import java.util.List;
import org.nexusgen.api.PartProvider;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.weights.PixelSize;
import org.osgi.annotation.versioning.ConsumerType;

/** Pictures to embeddings in the shared space. Thread-safe until closed. */
@ConsumerType
public interface VisionEncoder extends AutoCloseable {
  /**
   * Encodes pictures, each by itself (no attention between them).
   *
   * @param images at least one
   * @throws org.nexusgen.api.BadInputException if a side ratio exceeds 200
   */
  VisionEncoding encode(List<Image> images, ImageRoute route);

  /**
   * Encodes one picture at exactly this size: bicubic, alpha dropped.
   *
   * @throws org.nexusgen.api.BadInputException if the size is not a multiple of a merged patch
   */
  VisionEncoding encode(Image image, PixelSize size);

  @Override
  void close();

  /** Makes vision encoders. */
  @ConsumerType
  interface Provider extends PartProvider<VisionEncoder> {}
}
