package org.nexusgen.models.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Digests in hexadecimal. */
public final class Sha256 {
  private static final int BUFFER = 1 << 16;

  private Sha256() {}

  static String of(byte[] bytes) {
    return HexFormat.of().formatHex(digest().digest(bytes));
  }

  /**
   * Copies this many bytes at most, one more than which shows that there were too many.
   *
   * @return what was copied
   */
  static Copied copy(InputStream from, OutputStream to, long most) throws IOException {
    MessageDigest digest = digest();
    byte[] buffer = new byte[BUFFER];
    long copied = 0;
    while (copied <= most) {
      if (Thread.currentThread().isInterrupted()) {
        throw new java.io.InterruptedIOException("interrupted");
      }
      int read = from.read(buffer, 0, (int) Math.min(buffer.length, most - copied + 1));
      if (read < 0) {
        break;
      }
      to.write(buffer, 0, (int) Math.min(read, most - copied));
      digest.update(buffer, 0, read);
      copied += read;
    }
    return new Copied(copied, HexFormat.of().formatHex(digest.digest()));
  }

  /**
   * What a copy held.
   *
   * @param bytes read
   * @param sha256 of them
   */
  record Copied(long bytes, String sha256) {}

  /** A new one. */
  public static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
