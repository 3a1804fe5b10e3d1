package org.nexusgen.pipeline;

import java.util.List;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.vision.ImageEmbedding;
import org.nexusgen.api.vision.ImageRoute;
import org.nexusgen.api.vision.VisionEncoder;
import org.nexusgen.api.vision.VisionEncoding;
import org.nexusgen.api.weights.PixelSize;

/** A vision encoder under watch: embeddings of every picture, all of them numbers. */
record WatchedEncoder(OpenPart<VisionEncoder> part, Watch watch) implements VisionEncoder {
  @Override
  public VisionEncoding encode(List<Image> images, ImageRoute route) {
    return checked(
        part.call(
            watch,
            "encode %d picture(s)".formatted(images.size()),
            (encoder, pulse) -> encoder.encode(images, route)),
        images.size());
  }

  @Override
  public VisionEncoding encode(Image image, PixelSize size) {
    return checked(
        part.call(
            watch, "encode a picture at " + size, (encoder, pulse) -> encoder.encode(image, size)),
        1);
  }

  private VisionEncoding checked(VisionEncoding encoding, int pictures) {
    if (encoding.embeddings().size() != pictures || encoding.grids().size() != pictures) {
      throw part.label()
          .gave(
              "%d embeddings and %d grids for %d picture(s)"
                  .formatted(encoding.embeddings().size(), encoding.grids().size(), pictures),
              "one of both for each");
    }
    for (ImageEmbedding embedding : encoding.embeddings()) {
      Finite.require(part.label(), "image embeddings", embedding.values());
      if (embedding.width() != encoding.embeddings().get(0).width()) {
        throw part.label()
            .gave(
                "embeddings of width %d and %d"
                    .formatted(encoding.embeddings().get(0).width(), embedding.width()),
                "one width");
      }
    }
    return encoding;
  }

  /** The model closes its parts. */
  @Override
  public void close() {}
}
