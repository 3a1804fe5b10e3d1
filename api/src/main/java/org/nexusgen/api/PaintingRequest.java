package org.nexusgen.api;

import java.util.List;
import org.nexusgen.api.image.Image;

/** Asks for pictures: what to imagine, and how to paint it. */
public record PaintingRequest(ImaginingRequest imagining, DecodeOptions decoding) {
  /** A picture of an English description, with the model's own settings. */
  public static PaintingRequest of(String description) {
    return of(List.of(), description);
  }

  /** A changed picture by an English instruction, with the model's own settings. */
  public static PaintingRequest of(Image image, String instruction) {
    return of(List.of(image), instruction);
  }

  /** The same request, painted otherwise. */
  public PaintingRequest withDecoding(DecodeOptions options) {
    return new PaintingRequest(imagining, options);
  }

  private static PaintingRequest of(List<Image> images, String prompt) {
    return new PaintingRequest(
        new ImaginingRequest(images, prompt, Language.EN, false, TokenOptions.model()),
        DecodeOptions.model());
  }
}
