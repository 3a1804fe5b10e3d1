package org.nexusgen.parity.published;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import java.util.function.DoubleSupplier;

/**
 * A file of float32 values that stand for all tensors of a model.
 *
 * @param scales where values near 1 begin, in bytes
 */
record Numbers(Path file, long scales) {
  private static final int PERIOD = 1_000_003; // prime: no two rows of a matrix are equal
  private static final long LONGEST_VECTOR = 1 << 17;
  private static final double DEVIATION = 0.01; // about 1/√width, for widths of 3584 to 18944

  /** A file that takes no room on disk, and is long enough for a tensor of so many values. */
  static Numbers none(Path file, long values) {
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength((values + LONGEST_VECTOR) * Float.BYTES);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Numbers(file, values * Float.BYTES);
  }

  /** Normal values as of a network at its beginning. */
  static Numbers random(Path file, long values) {
    Random random = new Random(5);
    ByteBuffer weights = block(PERIOD, () -> random.nextGaussian() * DEVIATION);
    ByteBuffer scales = block((int) LONGEST_VECTOR, () -> 1 + random.nextGaussian() / 10);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      long blocks = Math.ceilDiv(values, (long) PERIOD);
      for (long i = 0; i < blocks; i++) {
        write(channel, weights.duplicate());
      }
      write(channel, scales);
      return new Numbers(file, blocks * PERIOD * Float.BYTES);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The same in a file that stays, so that processes agree which weights they have. It is written
   * if it is not there.
   */
  static Numbers kept(Path folder, long values) throws IOException {
    Path file = folder.resolve("weights-" + values);
    if (!Files.exists(file)) {
      Path whole = Files.createTempFile(folder, "weights", ".new");
      random(whole, values);
      link(whole, file);
    }
    return new Numbers(file, Math.ceilDiv(values, (long) PERIOD) * PERIOD * Float.BYTES);
  }

  /** Unlike a move, this leaves the file of another process that was faster. */
  private static void link(Path whole, Path file) throws IOException {
    try {
      Files.createLink(file, whole);
    } catch (FileAlreadyExistsException e) {
      // as good as ours
    } finally {
      Files.delete(whole);
    }
  }

  private static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private static ByteBuffer block(int count, DoubleSupplier next) {
    ByteBuffer bytes =
        ByteBuffer.allocateDirect(count * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      bytes.putFloat((float) next.getAsDouble());
    }
    return bytes.flip();
  }
}
