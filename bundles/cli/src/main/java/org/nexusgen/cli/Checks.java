package org.nexusgen.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import org.nexusgen.api.BadInputException;

/** Refuses arguments before any work is done on them. */
final class Checks {
  /** Stands for standard output where a file is wanted. */
  static final Path STANDARD_OUTPUT = Path.of("-");

  private Checks() {}

  static int atLeast(String what, int got, int least) {
    if (got < least) {
      throw new BadInputException("%s: got %d, wants %d or more".formatted(what, got, least));
    }
    return got;
  }

  /** A file that can be written later: its folder is there, and it is no folder itself. */
  static void writable(Path file, String... endings) {
    named(file);
    if (file.equals(STANDARD_OUTPUT)) {
      return;
    }
    String name = String.valueOf(file.getFileName());
    boolean fits = endings.length == 0;
    for (String ending : endings) {
      fits |= name.toLowerCase(Locale.ROOT).endsWith(ending);
    }
    if (!fits) {
      throw new BadInputException(
          "output %s: wants a name that ends in %s".formatted(file, String.join(" or ", endings)));
    }
    Path folder = file.toAbsolutePath().getParent();
    if (Files.isDirectory(file)) {
      throw new BadInputException("output " + file + " is a folder; give a file's name");
    }
    if (folder == null || !Files.isDirectory(folder)) {
      throw new BadInputException(
          "output %s: there is no folder %s; make it first".formatted(file, folder));
    }
    if (!Files.isWritable(folder) || (Files.exists(file) && !Files.isWritable(file))) {
      throw new BadInputException("output " + file + " cannot be written: no permission");
    }
  }

  /** A file to write must have a name: an empty one is the working folder. */
  static void named(Path file) {
    if (file.toString().isEmpty()) {
      throw new BadInputException("output: got an empty name; give a file's name");
    }
  }

  /** Words that say something. */
  static String said(String what, String text) {
    if (text.isBlank()) {
      throw new BadInputException(what + " is empty; say what you want");
    }
    return text;
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new BadInputException("there is no file " + file + " to read", e);
    } catch (CharacterCodingException e) {
      throw new BadInputException(file + " is not UTF-8 text; convert it", e);
    } catch (IOException e) {
      String why = Files.isDirectory(file) ? "it is a folder" : String.valueOf(e.getMessage());
      throw new BadInputException("cannot read " + file + " as text: " + why, e);
    }
  }
}
