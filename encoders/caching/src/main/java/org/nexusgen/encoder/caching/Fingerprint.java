package org.nexusgen.encoder.caching;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.nexusgen.api.image.Image;

/** A picture's address by its content: equal for equal pixels that take the same way. */
final class Fingerprint {
  private Fingerprint() {}

  /**
   * SHA-256 over everything that the result depends on.
   *
   * @param way to the encoder: a route or an exact size
   */
  static String of(Image image, String way) {
    String head =
        "%d x %d %s by %s\n".formatted(image.width(), image.height(), image.channels(), way);
    MessageDigest digest = sha256();
    digest.update(head.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest.digest(image.pixels()));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
