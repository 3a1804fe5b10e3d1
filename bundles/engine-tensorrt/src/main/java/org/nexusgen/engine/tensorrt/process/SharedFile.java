package org.nexusgen.engine.tensorrt.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;

/**
 * A file for both processes to map, all of it there: of a sparse one, what is missing is taken when
 * it is touched, and if there is no room any more, that is a fault and no exception. Its name goes
 * when it is closed; what is mapped stays.
 */
final class SharedFile implements AutoCloseable {
  private static final Path MEMORY = Path.of("/dev/shm");
  private static final int PIECE = 1 << 16;
  private static final Set<OpenOption> NEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);

  private final Path path;
  private final FileChannel channel;
  private final int length;

  private SharedFile(Path path, FileChannel channel, int length) {
    this.path = path;
    this.channel = channel;
    this.length = length;
  }

  /** Makes a file as large as it says. */
  @FunctionalInterface
  interface Filler {
    void fill(FileChannel file, int length) throws IOException;
  }

  /** In memory, or in the temporary folder where that has no room. */
  static SharedFile allocate(int length, Filler filler) throws IOException {
    if (!Files.isWritable(MEMORY) || MEMORY.toFile().getUsableSpace() <= length) {
      return allocate(temporary(), length, filler);
    }
    try {
      return allocate(MEMORY, length, filler);
    } catch (ClosedByInterruptException e) {
      throw e; // another place helps nobody
    } catch (IOException e) { // it was filled by others since
      try {
        return allocate(temporary(), length, filler);
      } catch (IOException again) {
        again.addSuppressed(e);
        throw again;
      }
    }
  }

  private static Path temporary() {
    return Path.of(System.getProperty("java.io.tmpdir", "/tmp"));
  }

  private static SharedFile allocate(Path folder, int length, Filler filler) throws IOException {
    var mine = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    Path path = folder.resolve("nexusgen-tensorrt" + UUID.randomUUID() + ".tensors");
    SharedFile file = new SharedFile(path, FileChannel.open(path, NEW, mine), length);
    try {
      filler.fill(file.channel, length);
      return file;
    } catch (ClosedByInterruptException e) {
      file.close();
      throw e;
    } catch (IOException e) {
      file.close();
      throw new IOException("%s: %s".formatted(folder, e.getMessage()), e);
    }
  }

  /** Writes zeros. */
  static void fill(FileChannel file, int length) throws IOException {
    ByteBuffer zeros = ByteBuffer.allocateDirect(PIECE);
    for (long at = 0; at < length; ) {
      at += file.write(zeros.clear().limit((int) Math.min(PIECE, length - at)), at);
    }
  }

  Path path() {
    return path;
  }

  ByteBuffer map() throws IOException {
    return channel.map(FileChannel.MapMode.READ_WRITE, 0, length);
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      Files.deleteIfExists(path);
    }
  }
}
