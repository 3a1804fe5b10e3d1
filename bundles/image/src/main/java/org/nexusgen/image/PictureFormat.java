package org.nexusgen.image;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a file is, by its first bytes: its name does not count. */
enum PictureFormat {
  PNG,
  JPEG,
  GIF,
  BMP,
  WEBP,
  TIFF,
  JPEG_XL,
  HEIF,
  PDF,
  SVG;

  /** How a file of a format may begin. */
  private record Signature(PictureFormat format, String start) {
    boolean fits(byte[] content) {
      byte[] wanted = start.getBytes(StandardCharsets.ISO_8859_1);
      return content.length >= wanted.length
          && Arrays.equals(content, 0, wanted.length, wanted, 0, wanted.length);
    }
  }

  private static final List<Signature> SIGNATURES =
      List.of(
          new Signature(PNG, "\u0089PNG\r\n\u001a\n"),
          new Signature(JPEG, "\u00ff\u00d8\u00ff"),
          new Signature(GIF, "GIF87a"),
          new Signature(GIF, "GIF89a"),
          new Signature(BMP, "BM"),
          new Signature(WEBP, "RIFF"),
          new Signature(TIFF, "II*\0"),
          new Signature(TIFF, "MM\0*"),
          new Signature(JPEG_XL, "\u00ff\n"),
          new Signature(JPEG_XL, "\0\0\0\fJXL "),
          new Signature(HEIF, "\0\0\0\u0018ftyp"),
          new Signature(HEIF, "\0\0\0\u001cftyp"),
          new Signature(HEIF, "\0\0\0 ftyp"),
          new Signature(PDF, "%PDF"),
          new Signature(SVG, "<?xml"),
          new Signature(SVG, "<svg"));

  /** As in messages: {@code JPEG XL}. */
  String title() {
    return name().replace('_', ' ');
  }

  /** The format, whether it can be read or is only known by name. */
  static Optional<PictureFormat> of(byte[] content) {
    return SIGNATURES.stream()
        .filter(signature -> signature.fits(content))
        .map(Signature::format)
        .findFirst();
  }
}
