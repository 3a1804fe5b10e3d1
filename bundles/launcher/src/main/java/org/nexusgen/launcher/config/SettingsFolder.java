package org.nexusgen.launcher.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A folder with one properties file for each part that someone configured. */
record SettingsFolder(Path folder) {
  private static final String SUFFIX = ".properties";

  /** What lies beside the settings of parts, and is none: levels of logging, trusted keys. */
  private static final Set<String> OTHERS = Set.of("logging" + SUFFIX, "trust" + SUFFIX);

  /**
   * One file of it.
   *
   * @param part that it configures
   * @param values by key, in alphabetical order
   * @param damage why it cannot be read; empty if it can
   */
  record Content(Path file, String part, SortedMap<String, String> values, String damage) {}

  /** What tells a changed file. */
  record Stamp(long size, long time) {}

  List<Content> read() {
    return files().stream().map(SettingsFolder::read).toList();
  }

  /** Changes whenever a file does. */
  Map<Path, Stamp> stamps() {
    return files().stream().collect(Collectors.toMap(file -> file, SettingsFolder::stamp));
  }

  private List<Path> files() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> name(file).endsWith(SUFFIX) && !OTHERS.contains(name(file)))
          .sorted()
          .toList();
    } catch (IOException e) {
      return List.of(); // it went away meanwhile
    }
  }

  private static Content read(Path file) {
    String name = name(file);
    String part = name.substring(0, name.length() - SUFFIX.length());
    SortedMap<String, String> values = new TreeMap<>();
    Properties lines = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      lines.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      return new Content(file, part, values, Unreadable.why(e));
    }
    for (String key : new ArrayList<>(lines.stringPropertyNames())) {
      values.put(key, lines.getProperty(key).strip());
    }
    return new Content(file, part, values, "");
  }

  private static Stamp stamp(Path file) {
    try {
      return new Stamp(Files.size(file), Files.getLastModifiedTime(file).toMillis());
    } catch (IOException e) {
      return new Stamp(-1, -1);
    }
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }
}
