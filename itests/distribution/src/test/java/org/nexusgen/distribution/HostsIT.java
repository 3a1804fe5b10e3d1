package org.nexusgen.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.distribution.Shipped.Run;

@DisplayName("The jars as shipped paint the picture that the command paints")
class HostsIT {
  private static final String PROMPT = "three green triangles";
  private static final String SCENE =
      "white: middle left large green triangle, center large green triangle,"
          + " middle right large green triangle";
  private static final String[] REQUEST = {"generate", PROMPT, "--seed", "42", "--greedy"};

  @TempDir static Path temp;

  private static Shipped shipped;
  private static Path painted;

  @BeforeAll
  static void unpack() throws IOException, InterruptedException {
    shipped = Shipped.unpack(temp);
    Run run = shipped.run(Shipped.with(REQUEST, "-o", "command.png"));
    assertThat(run.exit()).as(run.err()).isZero();
    painted = shipped.work().resolve("command.png");
    Scenes.assertShows(painted, SCENE);
  }

  @Test
  @DisplayName("for a platform on the module path")
  void platformOnTheModulePath() throws IOException, InterruptedException {
    paints(
        "modules.png",
        "--module-path",
        lib(),
        "--add-modules",
        "ALL-MODULE-PATH",
        "--module",
        "org.nexusgen.launcher/org.nexusgen.launcher.Main");
  }

  @Test
  @DisplayName("as plain modules, without OSGi")
  void plainModules() throws IOException, InterruptedException {
    paints(
        "plain-modules.png",
        "--module-path",
        lib() + File.pathSeparator + parts(),
        "--add-modules",
        "ALL-MODULE-PATH",
        host());
  }

  @Test
  @DisplayName("on a plain class path")
  void plainClassPath() throws IOException, InterruptedException {
    String jars = lib() + "/*" + File.pathSeparator + parts() + "/*";
    paints("class-path.png", "--class-path", jars, host());
  }

  private static void paints(String picture, String... start)
      throws IOException, InterruptedException {
    List<String> options =
        new ArrayList<>(
            List.of(
                "-Dnexusgen.home=" + shipped.home(),
                "-Dnexusgen.cache=" + shipped.work().resolve("cache"),
                "-Dai.djl.offline=true"));
    options.addAll(List.of(start));
    options.addAll(List.of(Shipped.with(REQUEST, "-o", picture)));

    Run run = shipped.run(java(), Map.of(), options.toArray(String[]::new));

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(shipped.work().resolve(picture)).hasSameBinaryContentAs(painted);
  }

  private static Path java() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
  }

  private static String lib() {
    return shipped.home().resolve("lib").toString();
  }

  private static String parts() {
    return shipped.home().resolve("bundle/3").toString();
  }

  private static String host() {
    var source = Objects.requireNonNull(HostsIT.class.getResource("/host/Host.java"));
    return Path.of(java.net.URI.create(source.toString())).toString();
  }
}
