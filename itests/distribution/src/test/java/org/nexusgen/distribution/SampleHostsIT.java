package org.nexusgen.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.distribution.Shipped.Run;

@DisplayName("A host of samples/hosts paints the picture that the command paints")
class SampleHostsIT {
  private static final String PROMPT = "three green triangles";
  private static final String STEPS = "2";

  private static final Pattern JAVA = Pattern.compile("(?s)```java\\n(.*?)```");
  private static final String FRAME =
      """
      import java.nio.file.*;
      import java.util.*;
      import java.util.concurrent.*;
      import org.nexusgen.api.*;
      import org.nexusgen.api.image.*;
      import org.nexusgen.launcher.*;

      class %s {
        NexusGen model;

        void lines(Path home, Path storage) throws Exception {
          %s
        }
      }
      """;

  @TempDir static Path temp;

  private static Shipped shipped;
  private static Path painted;

  @BeforeAll
  static void paint() throws IOException, InterruptedException {
    shipped = Shipped.unpack(temp);
    Run run = shipped.run("generate", PROMPT, "--steps", STEPS, "-o", "command.png");
    assertThat(run.exit()).as(run.err()).isZero();
    painted = shipped.work().resolve("command.png");
  }

  @Test
  @DisplayName("on a class path")
  void classPath() throws IOException, InterruptedException {
    runs("--class-path", allJars(), sample("class-path/Paint.java"), model());
  }

  @Test
  @DisplayName("of plain modules, which names the api alone")
  void modules() throws IOException, InterruptedException {
    String jars = lib() + File.pathSeparator + shipped.home().resolve("bundle/3");
    Path classes = shipped.work().resolve("host-classes");
    Run javac =
        shipped.run(
            tool("javac"),
            Map.of(),
            "--module-path",
            jars,
            "-d",
            classes.toString(),
            sample("modules/module-info.java"),
            sample("modules/com/example/host/Paint.java"));
    assertThat(javac.exit()).as(javac.err()).isZero();

    String modulePath = classes + File.pathSeparator + jars;
    runs(
        "--module-path",
        modulePath,
        "--module",
        "com.example.host/com.example.host.Paint",
        model());
  }

  @Test
  @DisplayName("with Felix inside")
  void felix() throws IOException, InterruptedException {
    Run run = runs("--class-path", lib() + "/*", sample("osgi/PaintInOsgi.java"), home());
    assertThat(run.out()).startsWith("org.apache.felix.framework ");
  }

  @Test
  @DisplayName("with Equinox inside")
  void equinox() throws IOException, InterruptedException {
    String jars = System.getProperty("nexusgen.equinox") + File.pathSeparator + lib() + "/*";
    Run run = runs("--class-path", jars, sample("osgi/PaintInOsgi.java"), home());
    assertThat(run.out()).startsWith("org.eclipse.osgi ");
  }

  @Test
  @DisplayName("typed into JShell, and sees in it what it painted")
  void jshell() throws IOException, InterruptedException {
    Path models = shipped.work().resolve("models");
    Files.createSymbolicLink(models, shipped.home().resolve("models"));
    Run run =
        shipped.run(
            tool("jshell"),
            Map.of("CLASSPATH", jarsOneByOne()),
            "-J-Djava.util.prefs.userRoot=" + shipped.work(),
            "-R--enable-native-access=ALL-UNNAMED",
            "-R-Dai.djl.offline=true",
            sample("jshell/paint.jsh"));
    assertThat(shipped.work().resolve("triangles.png"))
        .as(run.out() + run.err())
        .hasSameBinaryContentAs(painted);
    assertThat(run.out()).contains("triangle");
  }

  @Test
  @DisplayName("or at least compiles, as the lines of the README and of docs/embedding.md do")
  void linesOfTheDocs() throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of("--class-path", lib() + "/*", "-d", temp.toString()));
    for (String document : List.of("README.md", "docs/embedding.md")) {
      Matcher lines = JAVA.matcher(Files.readString(root().resolve(document)));
      while (lines.find()) {
        String name = "Lines" + command.size();
        Path file = temp.resolve(name + ".java");
        Files.writeString(file, FRAME.formatted(name, lines.group(1)));
        command.add(file.toString());
      }
    }
    assertThat(command).hasSizeGreaterThan(6);
    Run javac = shipped.run(tool("javac"), Map.of(), command.toArray(String[]::new));
    assertThat(javac.exit()).as(javac.err()).isZero();
  }

  /** Runs a host whose arguments are a folder, the prompt, a picture and the steps. */
  private static Run runs(String... start) throws IOException, InterruptedException {
    Path picture = Files.createTempFile(shipped.work(), "host", ".png");
    List<String> arguments =
        new ArrayList<>(List.of("--enable-native-access=ALL-UNNAMED", "-Dai.djl.offline=true"));
    arguments.addAll(List.of(start));
    arguments.addAll(List.of(PROMPT, picture.toString(), STEPS));

    Run run = shipped.run(tool("java"), Map.of(), arguments.toArray(String[]::new));

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(picture).hasSameBinaryContentAs(painted);
    return run;
  }

  private static String model() {
    return shipped.model().toString();
  }

  private static String home() {
    return shipped.home().toString();
  }

  private static String lib() {
    return shipped.home().resolve("lib").toString();
  }

  private static String allJars() {
    return lib() + "/*" + File.pathSeparator + shipped.home().resolve("bundle/3") + "/*";
  }

  private static String jarsOneByOne() throws IOException {
    try (Stream<Path> shared = Files.list(shipped.home().resolve("lib"));
        Stream<Path> parts = Files.list(shipped.home().resolve("bundle/3"))) {
      return Stream.concat(shared, parts)
          .map(Path::toString)
          .filter(file -> file.endsWith(".jar"))
          .collect(Collectors.joining(File.pathSeparator));
    }
  }

  private static Path tool(String name) {
    return Path.of(System.getProperty("java.home"), "bin", name);
  }

  private static String sample(String file) throws IOException {
    return root().resolve("samples/hosts").resolve(file).toString();
  }

  /** The repository, found upwards from the working folder. */
  private static Path root() throws IOException {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(folder.resolve("samples/hosts"))) {
      folder =
          Optional.ofNullable(folder.getParent())
              .orElseThrow(() -> new IOException("no samples/hosts here or above"));
    }
    return folder;
  }
}
