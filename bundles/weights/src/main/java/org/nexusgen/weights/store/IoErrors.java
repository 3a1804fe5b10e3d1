package org.nexusgen.weights.store;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.jspecify.annotations.Nullable;

/** The reason of an I/O failure in words; the JDK's message is often only the path. */
public final class IoErrors {
  private IoErrors() {}

  public static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException missing -> "no such file or folder";
      case AccessDeniedException denied -> "permission denied";
      case NotDirectoryException file -> "not a folder";
      case FileSystemLoopException loop -> "its links form a loop";
      case FileSystemException system -> said(system.getReason(), e);
      default -> said(e.getMessage(), e);
    };
  }

  private static String said(@Nullable String message, IOException e) {
    return message == null ? e.getClass().getSimpleName() : Shown.plain(message);
  }
}
