package org.nexusgen.api.backbone;

import org.nexusgen.api.vision.ImageEmbedding;
import org.osgi.annotation.versioning.ConsumerType;

/** Hears of a generation while it runs, on the thread that runs it. */
@ConsumerType
public interface GenerationListener {
  /**
   * A token was written (placeholders of images are not told).
   *
   * @return whether to go on
   */
  boolean token(int id);

  /** Embeddings of the image being generated are known up to here. */
  default void imageProgress(int done, int total) {}

  /** An image is complete. */
  default void image(ImageEmbedding embedding) {}

  /** Hears nothing and never stops. */
  static GenerationListener silent() {
    return id -> true;
  }
}
