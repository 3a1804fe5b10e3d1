package org.nexusgen.image;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** What a file is, by its first bytes: its name does not count. */
enum PictureFormat {
  PNG(true, "\u0089PNG\r\n\u001a\n"),
  JPEG(true, "\u00ff\u00d8\u00ff"),
  GIF(true, "GIF87a", "GIF89a"),
  BMP(true, "BM"),
  WEBP(false, "RIFF"),
  TIFF(false, "II*\0", "MM\0*"),
  JPEG_XL(false, "\u00ff\n", "\0\0\0\fJXL "),
  HEIF_OR_AVIF(false, "\0\0\0\u0018ftyp", "\0\0\0\u001cftyp", "\0\0\0\u0020ftyp"),
  PDF(false, "%PDF"),
  SVG_OR_XML(false, "<?xml", "<svg");

  private final boolean readable;
  private final String[] signatures;

  PictureFormat(boolean readable, String... signatures) {
    this.readable = readable;
    this.signatures = signatures;
  }

  /** Whether there is a decoder; the others are known by name only, for messages. */
  boolean isReadable() {
    return readable;
  }

  static Optional<PictureFormat> of(byte[] content) {
    return Arrays.stream(values()).filter(format -> format.begins(content)).findFirst();
  }

  private boolean begins(byte[] content) {
    for (String signature : signatures) {
      byte[] wanted = signature.getBytes(StandardCharsets.ISO_8859_1);
      if (content.length >= wanted.length
          && Arrays.equals(content, 0, wanted.length, wanted, 0, wanted.length)) {
        return true;
      }
    }
    return false;
  }
}
