package org.nexusgen.engines;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.jspecify.annotations.Nullable;

/** The reason of a failure in words; the JDK's message is often the path alone. */
final class IoErrors {
  private IoErrors() {}

  static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException missing -> "no such file or folder";
      case AccessDeniedException denied -> "permission denied";
      case NotDirectoryException file -> "not a folder";
      case FileAlreadyExistsException taken -> "something of that name is there";
      case FileSystemException system -> said(system.getReason(), e);
      default -> said(e.getMessage(), e);
    };
  }

  private static String said(@Nullable String message, IOException e) {
    return message == null ? e.getClass().getSimpleName() : message;
  }
}
