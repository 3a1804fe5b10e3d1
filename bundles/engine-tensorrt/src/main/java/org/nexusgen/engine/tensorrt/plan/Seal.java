package org.nexusgen.engine.tensorrt.plan;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.zip.CRC32C;
import org.nexusgen.api.Cancellation;

/**
 * Says that a plan is whole, and whose it is.
 *
 * @param bytes size of the plan
 * @param checksum CRC-32C of it
 */
record Seal(long bytes, long checksum, String graph, String shapes) {
  private static final int PIECE = 1 << 22;

  static Seal of(Path plan, PlanKey key, Cancellation cancellation) throws IOException {
    return new Seal(Files.size(plan), checksum(plan, cancellation), key.graph(), key.shapes());
  }

  /** One that cannot be read matches no plan. */
  static Seal read(Path file) throws IOException {
    try {
      List<String> lines = Files.readAllLines(file);
      return new Seal(
          Long.parseLong(lines.get(0)), Long.parseLong(lines.get(1)), lines.get(2), lines.get(3));
    } catch (IndexOutOfBoundsException | NumberFormatException | CharacterCodingException e) {
      return new Seal(-1, -1, "", "");
    }
  }

  void write(Path file) throws IOException {
    Files.write(file, List.of(Long.toString(bytes), Long.toString(checksum), graph, shapes));
  }

  static long checksum(Path file, Cancellation cancellation) throws IOException {
    CRC32C checksum = new CRC32C();
    try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer piece = ByteBuffer.allocateDirect(PIECE);
      while (in.read(piece) >= 0) {
        cancellation.check();
        checksum.update(piece.flip());
        piece.clear();
      }
    }
    return checksum.getValue();
  }
}
