package org.nexusgen.weights.safetensors;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.weights.store.IoErrors;

/** Writes a file whole or not at all: beside it first, then renamed in one step. */
public final class WholeFile {
  private WholeFile() {}

  /** Puts the content of a file into a channel. */
  public interface Content {
    void writeTo(WritableByteChannel channel) throws IOException;
  }

  /**
   * @throws BadInputException if the place is no place for a file
   * @throws NexusGenException if writing fails; what stood there before stays
   */
  public static void write(Path file, Content content) {
    Path target = file.toAbsolutePath();
    Path folder = target.getParent();
    if (folder == null || Files.isDirectory(target)) {
      throw new BadInputException(file + " cannot be written: it is a folder");
    }
    if (!Files.isDirectory(folder)) {
      throw new BadInputException(
          "%s cannot be written: there is no folder %s; create it first".formatted(file, folder));
    }
    try {
      if (Files.exists(target)) {
        target = target.toRealPath(); // a link stays, what it points to is replaced
      }
      if (Files.exists(target) && !Files.isRegularFile(target)) {
        writeInPlace(target, content);
      } else {
        writeBeside(target, content);
      }
    } catch (IOException e) {
      throw new NexusGenException(file + " cannot be written: " + IoErrors.reason(e), e);
    }
  }

  // A device such as /dev/null must not be replaced by a file.
  private static void writeInPlace(Path device, Content content) throws IOException {
    try (FileChannel channel = FileChannel.open(device, StandardOpenOption.WRITE)) {
      content.writeTo(channel);
    }
  }

  private static void writeBeside(Path target, Content content) throws IOException {
    try (Draft draft = Draft.of(target, content)) {
      draft.publish();
    }
  }

  /** A file that lies whole beside its place. Closing it throws away what was not published. */
  record Draft(Path temporary, Path target) implements AutoCloseable {
    static Draft of(Path target, Content content) throws IOException {
      Path temporary =
          target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
      Draft draft = new Draft(temporary, target);
      try (FileChannel channel =
          FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        content.writeTo(channel);
        channel.force(true); // the name must not be on the disk before the content is
        return draft;
      } catch (IOException | RuntimeException e) {
        draft.close();
        throw e;
      }
    }

    void publish() throws IOException {
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() throws IOException {
      Files.deleteIfExists(temporary);
    }
  }
}
