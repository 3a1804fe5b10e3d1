package org.nexusgen.launcher;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.command.FailureLine;
import org.nexusgen.api.config.CacheFolder;
import org.nexusgen.launcher.bundles.Patience;
import org.nexusgen.launcher.config.Unreadable;

/**
 * System properties that bundles and libraries read; what the command line of the JVM set already
 * stays as it is.
 */
final class Surroundings {
  private Surroundings() {}

  /** Whether failures show where in the code they arose. */
  static void readDebug() {
    if (environment("NEXUSGEN_DEBUG").strip().matches("(?i)true|1|yes|on")) {
      set(FailureLine.DEBUG, "true");
    }
  }

  static void prepare(Installation installation) {
    String cache = CacheFolder.path().toString();
    set("nexusgen.home", installation.home().toString());
    set(CacheFolder.PROPERTY, cache);
    set("DJL_CACHE_DIR", Path.of(cache, "djl").toString());
    set("ai.djl.offline", "true");
    set("java.awt.headless", "true");
    readLogging(installation.home().resolve("conf/logging.properties"));
  }

  /** Where the user's bundles are kept: what cannot be made again, unlike a cache. */
  static Path data() {
    String chosen = System.getProperty("nexusgen.data", environment("NEXUSGEN_DATA"));
    if (!chosen.isEmpty()) {
      return Path.of(chosen).toAbsolutePath();
    }
    String shared = environment("XDG_DATA_HOME");
    Path folder =
        shared.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".local", "share")
            : Path.of(shared);
    return folder.resolve("nexusgen");
  }

  /** The layer of settings that the process was started with; empty for none. */
  static String assembly() {
    return System.getProperty("nexusgen.assembly", environment("NEXUSGEN_ASSEMBLY")).strip();
  }

  /** How long a bundle may take to start, in seconds. */
  static Patience patience() {
    String seconds =
        System.getProperty("nexusgen.start.seconds", environment("NEXUSGEN_START_SECONDS")).strip();
    if (seconds.isEmpty()) {
      return Patience.USUAL;
    }
    if (!seconds.matches("[0-9]{1,6}")) {
      throw new BadInputException(
          "NEXUSGEN_START_SECONDS is '" + seconds + "'; wants a whole number of seconds");
    }
    return new Patience(Duration.ofSeconds(Long.parseLong(seconds)));
  }

  private static String environment(String name) {
    String value = System.getenv(name);
    return value == null ? "" : value;
  }

  private static void readLogging(Path file) {
    if (!Files.exists(file)) {
      return;
    }
    Properties levels = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      levels.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw new BadInputException("cannot read " + file + ": " + Unreadable.why(e), e);
    }
    levels.stringPropertyNames().forEach(name -> set(name, levels.getProperty(name)));
  }

  private static void set(String name, String value) {
    if (System.getProperty(name) == null) {
      System.setProperty(name, value);
    }
  }
}
