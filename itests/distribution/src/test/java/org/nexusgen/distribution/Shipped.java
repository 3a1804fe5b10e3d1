package org.nexusgen.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The archive, unpacked.
 *
 * @param home the installation
 * @param work working folder and cache of the runs
 */
record Shipped(Path home, Path work) {
  /** Only against a process that hangs; not a measure of speed. */
  private static final long HANGS_AFTER_MINUTES = 5;

  /**
   * What a run gave.
   *
   * @param exit code of the process
   * @param out standard output
   * @param err standard error
   */
  record Run(int exit, String out, String err) {}

  static Shipped unpack(Path folder) throws IOException, InterruptedException {
    Path archive = Path.of(System.getProperty("nexusgen.archive"));
    Path target = Files.createDirectories(folder.resolve("a folder with spaces"));
    Process tar =
        new ProcessBuilder("tar", "xzf", archive.toString(), "-C", target.toString())
            .inheritIO()
            .start();
    if (tar.waitFor() != 0) {
      throw new IOException("tar cannot unpack " + archive);
    }
    try (Stream<Path> top = Files.list(target)) {
      Path work = Files.createDirectories(folder.resolve("work"));
      return new Shipped(top.findFirst().orElseThrow(), work);
    }
  }

  Path script() {
    return home.resolve("bin/nexusgen");
  }

  /** The model that is used if none is named. */
  Path model() {
    return home.resolve("models/mini");
  }

  /** Arguments and more of them. */
  static String[] with(String[] arguments, String... more) {
    return Stream.concat(Stream.of(arguments), Stream.of(more)).toArray(String[]::new);
  }

  Run run(String... arguments) throws IOException, InterruptedException {
    return run(script(), Map.of(), arguments);
  }

  Run run(Path script, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile(work, "out", ".txt");
    Path err = Files.createTempFile(work, "err", ".txt");
    Process process =
        start(script, environment, arguments)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    process.getOutputStream().close();
    if (!process.waitFor(HANGS_AFTER_MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new IOException("hangs: " + List.of(arguments) + "\n" + Files.readString(err));
    }
    return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  ProcessBuilder start(Path script, Map<String, String> environment, String... arguments) {
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(work.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("NEXUSGEN_CACHE", work.resolve("cache").toString());
    builder.environment().put("NEXUSGEN_DATA", work.resolve("data").toString());
    builder.environment().remove("NEXUSGEN_MODEL");
    builder.environment().putAll(environment);
    return builder;
  }

  /** Every file of the installation with its size and time. */
  SortedMap<String, String> contents() throws IOException {
    SortedMap<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.put(
            home.relativize(file).toString(),
            Files.size(file) + " " + Files.getLastModifiedTime(file));
      }
    }
    return contents;
  }
}
