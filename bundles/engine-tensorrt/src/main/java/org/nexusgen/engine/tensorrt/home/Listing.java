package org.nexusgen.engine.tensorrt.home;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/** What a folder holds, in an order that does not depend on the file system. */
final class Listing {
  private static final Pattern NO_DIGITS = Pattern.compile("\\D+");

  /** The name without a version first, which the machine's owner chose; then newest first. */
  private static final Comparator<Path> NEWEST_FIRST =
      Comparator.comparingInt((Path file) -> version(file).isEmpty() ? 0 : 1)
          .thenComparing(Listing::version, Listing::compare)
          .thenComparing(Comparator.naturalOrder());

  private Listing() {}

  /** Files whose names follow a pattern; none where the folder cannot be read. */
  static List<Path> of(Path folder, String pattern) {
    List<Path> found = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      return found;
    }
    try (var files = Files.newDirectoryStream(folder, pattern)) {
      files.forEach(found::add);
    } catch (IOException | DirectoryIteratorException e) {
      found.clear(); // what cannot be listed cannot be searched
    }
    found.sort(NEWEST_FIRST);
    return found;
  }

  private static List<String> version(Path file) {
    return NO_DIGITS
        .splitAsStream(String.valueOf(file.getFileName()))
        .filter(digits -> !digits.isEmpty())
        .map(digits -> digits.replaceFirst("^0+(?=\\d)", ""))
        .toList();
  }

  /** Numbers of any length; the larger one first. */
  private static int compare(List<String> one, List<String> other) {
    for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
      String a = one.get(i);
      String b = other.get(i);
      int order =
          a.length() == b.length() ? b.compareTo(a) : Integer.compare(b.length(), a.length());
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(other.size(), one.size());
  }
}
