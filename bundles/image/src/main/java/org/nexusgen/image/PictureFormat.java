package org.nexusgen.image;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** What a file is, by its first bytes: its name does not count. */
enum PictureFormat {
  PNG("\u0089PNG\r\n\u001a\n"),
  JPEG("\u00ff\u00d8\u00ff"),
  GIF("GIF87a", "GIF89a"),
  BMP("BM"),
  WEBP("RIFF"),
  TIFF("II*\0", "MM\0*"),
  JPEG_XL("\u00ff\n", "\0\0\0\fJXL "),
  HEIF("\0\0\0\u0018ftyp", "\0\0\0\u001cftyp", "\0\0\0\u0020ftyp"),
  PDF("%PDF"),
  SVG("<?xml", "<svg");

  private final String[] signatures;

  PictureFormat(String... signatures) {
    this.signatures = signatures;
  }

  /** As in messages: {@code JPEG XL}. */
  String title() {
    return name().replace('_', ' ');
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
