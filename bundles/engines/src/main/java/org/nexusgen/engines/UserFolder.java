package org.nexusgen.engines;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.config.SettingName;

/** The user's folder of data, as the launcher finds it, and the settings in it. */
final class UserFolder {
  private UserFolder() {}

  static Path path() {
    String chosen = System.getProperty("nexusgen.data", environment("NEXUSGEN_DATA"));
    if (!chosen.isEmpty()) {
      return Path.of(chosen).toAbsolutePath();
    }
    String shared = environment("XDG_DATA_HOME");
    Path data =
        shared.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".local", "share")
            : Path.of(shared);
    return data.resolve("nexusgen");
  }

  /**
   * @throws NexusGenException if no settings can be written; best asked before hours of work
   */
  static void requireConfigurable() {
    new Place(conf()).requireWritable("settings", "give another folder of data with NEXUSGEN_DATA");
  }

  /**
   * Sets one setting in the file of its part, and leaves all others in it as they are.
   *
   * @param name {@code part.key}
   * @return the file
   * @throws NexusGenException if it cannot be written
   */
  static Path set(String name, String value) {
    int dot = name.indexOf('.');
    return set(conf(), new SettingName(name.substring(0, dot), name.substring(dot + 1)), value);
  }

  static Path set(Path conf, SettingName name, String value) {
    Path file = conf.resolve(name.part() + ".properties");
    try {
      Files.createDirectories(conf);
      List<String> lines =
          new ArrayList<>(Files.exists(file) ? Files.readAllLines(file) : List.of());
      lines.removeIf(line -> line.strip().matches(name.key() + "\\s*[=:\\s].*"));
      lines.add(name.key() + " = " + value.replace("\\", "\\\\"));
      Path unfinished = Files.createTempFile(conf, "." + name.part(), ".unfinished");
      try {
        Files.write(unfinished, lines);
        Files.move(
            unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(unfinished);
      }
      return file;
    } catch (IOException e) {
      throw new NexusGenException(
          "settings %s: cannot be written: %s; make them writable and try again, or set %s = %s yourself"
              .formatted(file, IoErrors.reason(e), name, value),
          e);
    }
  }

  private static Path conf() {
    return path().resolve("conf");
  }

  private static String environment(String name) {
    return System.getenv().getOrDefault(name, "");
  }
}
