package org.nexusgen.weights.safetensors;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Safetensors files by hand, right and wrong. */
public final class TestSafetensors {
  private TestSafetensors() {}

  /** A header with its true length, then the values 0, 1, 2, … as bytes. */
  public static byte[] file(String header, int dataBytes) {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    return file(json.length, json, dataBytes);
  }

  static byte[] file(long declaredLength, byte[] json, int dataBytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(length(declaredLength));
    out.writeBytes(json);
    for (int i = 0; i < dataBytes; i++) {
      out.write(i);
    }
    return out.toByteArray();
  }

  static byte[] length(long value) {
    return ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
  }

  /** One float32 tensor 'x' of two elements whose description is given. */
  static byte[] entry(String description) {
    return file("{\"x\":" + description + "}", 8);
  }

  static byte[] entry(String dtype, String shape, String offsets) {
    return entry(
        "{\"dtype\":%s,\"shape\":%s,\"data_offsets\":%s}".formatted(dtype, shape, offsets));
  }
}
