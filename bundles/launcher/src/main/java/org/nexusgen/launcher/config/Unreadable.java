package org.nexusgen.launcher.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;

/** Why a file of settings cannot be read, for those who write it and know no Java. */
public final class Unreadable {
  private Unreadable() {}

  /** In words, without the names of exceptions. */
  public static String why(Exception failure) {
    return switch (failure) {
      case CharacterCodingException e -> "it is not UTF-8 text; convert it";
      case AccessDeniedException e -> "no permission";
      case IOException e -> String.valueOf(e.getMessage());
      default -> "malformed \\uXXXX in it; write \\\\ where a backslash is meant";
    };
  }
}
