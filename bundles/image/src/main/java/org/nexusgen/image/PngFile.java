package org.nexusgen.image;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * The chunks of a PNG file, checked and sorted (PNG specification § 5). Of an animation only the
 * default picture's chunks are looked at.
 */
final class PngFile {
  private static final int SIGNATURE_LENGTH = 8;

  private final byte[] content;
  private final List<Chunk> data = new ArrayList<>();
  private final Map<String, Chunk> others = new HashMap<>();

  /** Where a chunk's data lie in the file. */
  private record Chunk(int offset, int length) {}

  private PngFile(byte[] content) {
    this.content = content;
  }

  static PngFile parse(byte[] content) throws DamagedPicture {
    PngFile file = new PngFile(content);
    Bytes bytes = new Bytes(content, SIGNATURE_LENGTH);
    String type;
    do {
      type = file.nextChunk(bytes);
    } while (!type.equals("IEND"));
    if (file.data.isEmpty()) {
      throw new DamagedPicture("PNG without an IDAT chunk");
    }
    return file;
  }

  private String nextChunk(Bytes bytes) throws DamagedPicture {
    long length = bytes.u32BigEndian();
    int typeAt = bytes.position();
    String type = new String(bytes.take(4), StandardCharsets.ISO_8859_1);
    Chunk chunk = new Chunk(bytes.position(), (int) length);
    bytes.skip(length);
    checkSum(type, typeAt, chunk.length, bytes.u32BigEndian());
    if (others.isEmpty() && !type.equals("IHDR")) {
      throw new DamagedPicture("PNG starts with chunk '%s', wants IHDR".formatted(printable(type)));
    }
    if (type.equals("IDAT")) {
      data.add(chunk);
    } else {
      others.putIfAbsent(type, chunk);
    }
    return type;
  }

  private void checkSum(String type, int typeAt, int length, long stored) throws DamagedPicture {
    // The case of the first letter tells a critical chunk from one that may be passed over.
    boolean critical = Character.isUpperCase(type.charAt(0));
    CRC32 crc = new CRC32();
    crc.update(content, typeAt, 4 + length);
    if (critical && crc.getValue() != stored) {
      throw new DamagedPicture(
          "PNG chunk '%s' at byte %d has a wrong checksum".formatted(printable(type), typeAt));
    }
  }

  private static String printable(String type) {
    return type.replaceAll("[^A-Za-z]", "?");
  }

  /** The data of a chunk other than IDAT; its first one, where there are several. */
  Optional<Bytes> chunk(String type) {
    return Optional.ofNullable(others.get(type))
        .map(
            chunk ->
                new Bytes(
                    Arrays.copyOfRange(content, chunk.offset, chunk.offset + chunk.length), 0));
  }

  /** Length of the compressed rows. */
  long dataLength() {
    return data.stream().mapToLong(Chunk::length).sum();
  }

  /** The compressed rows. */
  InputStream data() {
    List<InputStream> parts = new ArrayList<>();
    for (Chunk chunk : data) {
      parts.add(new ByteArrayInputStream(content, chunk.offset, chunk.length));
    }
    return new SequenceInputStream(Collections.enumeration(parts));
  }
}
