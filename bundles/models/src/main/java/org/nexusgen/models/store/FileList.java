package org.nexusgen.models.store;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nexusgen.api.BadInputException;

/**
 * What a bundle with a model holds: a text with name and version, then a line for each file with
 * SHA-256, size and path. Lists come from anywhere: one that could write outside of its folder, or
 * one file over another, is refused.
 *
 * @param name of the model and its bundle
 * @param version of the bundle
 * @param files by path
 */
public record FileList(String name, String version, List<Entry> files) {
  /** Of the jar: the list itself. */
  public static final String PLACE = "NEXUSGEN-INF/model.txt";

  /** Of the jar: the folder that holds the files. */
  public static final String CONTENT = "model/";

  /** Header of the manifest: SHA-256 of the list. */
  public static final String HEADER = "Nexusgen-Model";

  /** A list of a hundred thousand files is shorter. */
  public static final int MAX_BYTES = 16 << 20;

  private static final int MAX_PATH_BYTES = 1000;
  private static final int MAX_NAME_BYTES = 255;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}");
  private static final Pattern VERSION =
      Pattern.compile("\\d{1,9}\\.\\d{1,9}\\.\\d{1,9}(\\.[A-Za-z0-9_-]{1,50})?");
  private static final Pattern LINE = Pattern.compile("([0-9a-f]{64}) (0|[1-9]\\d{0,17}) (.+)");
  private static final Pattern FORBIDDEN = Pattern.compile("[\\\\:*?\"<>|\\p{Cntrl}]");

  /**
   * One file.
   *
   * @param sha256 in hexadecimal
   * @param bytes its size
   * @param path below the model's folder, with '/'
   */
  public record Entry(String sha256, long bytes, String path) {}

  /**
   * Checks what it names.
   *
   * @throws BadInputException if a path leads outside, is no name on every system, or meets another
   */
  public FileList {
    if (!NAME.matcher(name).matches()) {
      throw new BadInputException(
          "a model's name is '" + name + "'; wants letters, digits, '.', '-' and '_', 100 at most");
    }
    if (!VERSION.matcher(version).matches()) {
      throw new BadInputException(
          "the version of model " + name + " is '" + version + "'; wants one such as 1.0.0");
    }
    files = files.stream().sorted(Comparator.comparing(Entry::path)).toList();
    check(name, files);
  }

  /** Of all files together. */
  public long bytes() {
    return files.stream().mapToLong(Entry::bytes).reduce(0, Math::addExact);
  }

  /** As it stands in the jar. */
  public String text() {
    StringBuilder text = new StringBuilder("nexusgen-model 1\n");
    text.append("name ").append(name).append("\nversion ").append(version).append('\n');
    for (Entry file : files) {
      text.append(file.sha256()).append(' ').append(file.bytes()).append(' ');
      text.append(file.path()).append('\n');
    }
    return text.toString();
  }

  /** Tells this content, name and version from every other. */
  public String digest() {
    return Sha256.of(text().getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Reads what {@link #text} wrote.
   *
   * @throws BadInputException if it is anything else
   */
  public static FileList parse(String text) {
    List<String> lines = text.lines().toList();
    if (lines.size() < 3 || !lines.get(0).equals("nexusgen-model 1")) {
      throw malformed("begins with another line than 'nexusgen-model 1'");
    }
    List<Entry> files = new ArrayList<>();
    for (String line : lines.subList(3, lines.size())) {
      Matcher matcher = LINE.matcher(line);
      if (!matcher.matches()) {
        throw malformed("line " + (files.size() + 4) + " is no SHA-256, size and path");
      }
      files.add(new Entry(matcher.group(1), Long.parseLong(matcher.group(2)), matcher.group(3)));
    }
    return new FileList(field(lines.get(1), "name "), field(lines.get(2), "version "), files);
  }

  private static String field(String line, String word) {
    if (!line.startsWith(word)) {
      throw malformed("wants a line '" + word + "…'");
    }
    return line.substring(word.length());
  }

  private static BadInputException malformed(String how) {
    return new BadInputException(
        "the list " + PLACE + " of a model's bundle " + how + "; pack the model again");
  }

  private static void check(String name, List<Entry> files) {
    Set<String> seen = new HashSet<>();
    Set<String> folders = new HashSet<>();
    long sum = 0;
    for (Entry file : files) {
      String flaw = flaw(file.path());
      if (!flaw.isEmpty()) {
        throw new BadInputException("model " + name + ": file '" + file.path() + "' " + flaw);
      }
      // as a file system sees it that knows neither case nor the forms of an accent
      String folded =
          Normalizer.normalize(file.path(), Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
      if (!seen.add(folded)) {
        throw new BadInputException(
            "model "
                + name
                + ": file '"
                + file.path()
                + "' is there twice where case does not count");
      }
      for (int end = folded.indexOf('/'); end >= 0; end = folded.indexOf('/', end + 1)) {
        folders.add(folded.substring(0, end));
      }
      sum += file.bytes();
      if (sum < 0) {
        throw new BadInputException("model " + name + " claims more bytes than can be counted");
      }
    }
    seen.retainAll(folders);
    if (!seen.isEmpty()) {
      throw new BadInputException(
          "model " + name + ": '" + seen.iterator().next() + "' is a file and a folder");
    }
  }

  private static String flaw(String path) {
    if (path.getBytes(StandardCharsets.UTF_8).length > MAX_PATH_BYTES) {
      return "has a path of more than " + MAX_PATH_BYTES + " bytes";
    }
    for (String part : path.split("/", -1)) {
      if (part.isEmpty() || part.equals(".") || part.equals("..")) {
        return "leads outside of the model's folder";
      }
      boolean tooLong = part.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES;
      if (tooLong || part.endsWith(" ") || part.endsWith(".") || FORBIDDEN.matcher(part).find()) {
        return "has a name that some systems cannot hold; rename it";
      }
    }
    return "";
  }
}
