package org.nexusgen.data.unified;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.nexusgen.data.json.Inputs;

/** 128 bits of SHA-256 over content: equal content has equal keys wherever its files lie. */
public record ContentKey(long high, long low) {
  /** Of the conversation and the bytes of its pictures. */
  public static ContentKey of(PlacedSample placed) {
    MessageDigest digest = sha256();
    for (Turn turn : placed.sample().messages()) {
      add(digest, turn.role().word());
      add(digest, turn.content());
    }
    placed.imageFiles().forEach(file -> add(digest, file));
    return of(digest);
  }

  /** Of the first picture, or of the conversation if there is none: what must not be torn apart. */
  public static ContentKey ofGroup(PlacedSample placed) {
    if (placed.imageFiles().isEmpty()) {
      return of(placed);
    }
    MessageDigest digest = sha256();
    add(digest, placed.imageFiles().get(0));
    return of(digest);
  }

  /** An even fraction from 0 to less than 1 that depends on content and seed only. */
  public double fraction(long seed) {
    MessageDigest digest = sha256();
    digest.update(
        ByteBuffer.allocate(3 * Long.BYTES).putLong(high).putLong(low).putLong(seed).flip());
    return (of(digest).high >>> 11) * 0x1p-53;
  }

  private static ContentKey of(MessageDigest digest) {
    ByteBuffer bytes = ByteBuffer.wrap(digest.digest());
    return new ContentKey(bytes.getLong(), bytes.getLong());
  }

  private static void add(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
    digest.update(bytes);
  }

  private static void add(MessageDigest digest, Path file) {
    try (InputStream in = Inputs.open(file);
        OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
      long length = in.transferTo(out);
      digest.update(ByteBuffer.allocate(Long.BYTES).putLong(length).flip());
    } catch (IOException e) {
      throw Inputs.failed(file, e);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
