package org.nexusgen.image;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Writes files whole or not at all: beside the target first, then renamed. */
final class WholeFile {
  private WholeFile() {}

  static void write(Path file, byte[] content) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file)) {
      Files.write(file, content); // a pipe or device: nothing to rename over
      return;
    }
    // A link keeps pointing to the file behind it.
    Path target = Files.isSymbolicLink(file) && Files.exists(file) ? file.toRealPath() : file;
    Path name = target.getFileName();
    if (Files.isDirectory(target) || name == null) {
      throw new IOException("it is a folder");
    }
    // Files.createTempFile would make it private; a new file gets the user's usual permissions.
    String unique = Long.toHexString(System.nanoTime() ^ Thread.currentThread().threadId() << 48);
    Path temporary = target.resolveSibling(".%s.%s.part".formatted(name, unique));
    try {
      Files.write(temporary, content, StandardOpenOption.CREATE_NEW);
      move(temporary, target);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Why writing failed, for people. */
  static String reason(Path file, IOException failure) {
    Path folder = file.toAbsolutePath().getParent();
    return switch (failure) {
      case NoSuchFileException e ->
          folder != null && Files.isDirectory(folder)
              ? "folder " + folder + " takes no new files"
              : "there is no folder " + folder;
      case AccessDeniedException e -> "no permission to write in " + folder;
      default -> {
        String message = failure.getMessage();
        yield message == null ? failure.getClass().getSimpleName() : message;
      }
    };
  }
}
