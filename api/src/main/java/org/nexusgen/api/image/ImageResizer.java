package org.nexusgen.api.image;

import org.osgi.annotation.versioning.ProviderType;

/** Resizes pictures exactly as PIL does. A service. */
@ProviderType
public interface ImageResizer {
  /** Resampling filters, with PIL's meaning. */
  enum Filter {
    /** Triangle filter, support 1. */
    BILINEAR,
    /** Cubic with a = -0.5, support 2. */
    BICUBIC
  }

  /** The image at another size; the same image if the size is equal. */
  Image resize(Image image, int width, int height, Filter filter);

  /** An RGBA image composited over white, as PIL's {@code paste} with the alpha as mask. */
  Image overWhite(Image image);
}
