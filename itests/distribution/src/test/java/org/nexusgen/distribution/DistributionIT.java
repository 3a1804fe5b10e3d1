package org.nexusgen.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.distribution.Shipped.Run;
import org.nexusgen.golden.Golden;

@DisplayName("The distribution, unpacked into a folder with spaces,")
class DistributionIT {
  private static final String PROMPT = "a red circle to the left of a blue square";
  private static final String SCENE =
      "white: middle left large red circle, middle right large blue square";

  /** Levels between channels of a colour that nobody takes for another. */
  private static final int CLEARLY = 60;

  @TempDir static Path temp;

  private static Shipped shipped;

  @BeforeAll
  static void unpack() throws IOException, InterruptedException {
    shipped = Shipped.unpack(temp);
  }

  @Test
  @DisplayName("paints what is described, twice the same")
  void generates() throws IOException, InterruptedException {
    Path first = paint("first.png");
    Scenes.assertShows(first, SCENE);
    assertThat(paint("second.png")).hasSameBinaryContentAs(first);
  }

  private static Path paint(String name) throws IOException, InterruptedException {
    Run run = shipped.run("generate", PROMPT, "-o", name, "--seed", "42", "--greedy");
    assertThat(run.exit()).as(run.err()).isZero();
    return shipped.work().resolve(name);
  }

  @Test
  @DisplayName("previews what is described")
  void previews() throws IOException, InterruptedException {
    Run run = shipped.run("generate", PROMPT, "-o", "preview.png", "--decoder", "preview");
    assertThat(run.exit()).as(run.err()).isZero();
    BufferedImage picture = ImageIO.read(shipped.work().resolve("preview.png").toFile());
    int side = picture.getWidth();
    assertThat(picture.getHeight()).isEqualTo(side).isEqualTo(72);
    Color left = new Color(picture.getRGB(side / 6, side / 2));
    Color right = new Color(picture.getRGB(side * 5 / 6, side / 2));
    assertThat(left.getRed()).isGreaterThan(left.getBlue() + CLEARLY);
    assertThat(right.getBlue()).isGreaterThan(right.getRed() + CLEARLY);
  }

  @Test
  @DisplayName("answers a question about a picture")
  void understands() throws IOException, InterruptedException {
    String image = picture();
    Run run = shipped.run("understand", "--image", image, "how many objects are there?");
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out()).isEqualToIgnoringWhitespace("two");
  }

  @Test
  @DisplayName("edits a picture, and nothing but what it is asked for")
  void edits() throws IOException, InterruptedException {
    String edit = "change the background to black";
    Run run =
        shipped.run(
            "edit", "--image", picture(), edit, "-o", "edited.png", "--seed", "42", "--greedy");
    assertThat(run.exit()).as(run.err()).isZero();
    Path edited = shipped.work().resolve("edited.png");
    Scenes.assertShows(edited, SCENE.replace("white", "black"));
    Scenes.assertShowsNot(edited, SCENE);
  }

  @Test
  @DisplayName("says what a job took and counted, and lets the flight recorder record it")
  void measures() throws IOException, InterruptedException {
    Map<String, String> recording =
        Map.of("NEXUSGEN_JAVA_OPTS", "-XX:StartFlightRecording=filename=events.jfr");
    Run run =
        shipped.run(
            shipped.script(),
            recording,
            "generate",
            PROMPT,
            "-o",
            "json.png",
            "--steps",
            "2",
            "--json");
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(RecordingFile.readAllEvents(shipped.work().resolve("events.jfr")))
        .extracting(event -> event.getEventType().getName())
        .contains("org.nexusgen.Request", "org.nexusgen.Stage", "org.nexusgen.Sampling");
    assertThat(run.out())
        .startsWith("{\"command\":")
        .contains("\"timings\":{\"load\":", "\"measures\":{\"tokens\":{\"prompt\":")
        .containsPattern("\"read_per_second\":[1-9]")
        .containsPattern("\"imagined_per_second\":[1-9]")
        .containsPattern("\"steps\":\\{\"count\":2,\"seconds\":[0-9.E-]+,\"per_second\":[1-9]")
        .contains("\"lease_waits\":{\"count\":0,\"seconds\":0.0},\"swaps\":0")
        .containsPattern("\"weights\":\\{\"hits\":[0-9]+,\"misses\":[0-9]+}")
        .containsPattern("\"peak_memory\":\\{\"bytes\":[1-9][0-9]{7,},\"source\":\"[a-z_]+\"}");

    String json = shipped.work().resolve("json.png").toString();
    run = shipped.run("understand", "--image", json, "how many?", "--encoder", "caching", "--json");
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("\"encode\":", "\"image\":0,", "\"steps\":{\"count\":0,\"seconds\":0.0}")
        .contains("\"vision encoder\":{\"hits\":0,\"misses\":1}");
  }

  @Test
  @DisplayName("lives with a long command line")
  void survivesLongCommandLines() throws IOException, InterruptedException {
    String longPrompt = "red circle ".repeat(300);
    Run run = shipped.run("understand", longPrompt, "--max-tokens", "4");
    assertThat(run.exit()).as(run.err()).isZero();
    run = shipped.run("understand", longPrompt.repeat(20));
    assertThat(run.exit()).as(run.err()).isEqualTo(2);
    assertThat(run.err()).contains("tokens", "context");
  }

  @Test
  @DisplayName("says in one line what is wrong with the input, with exit code 2")
  void refusesBadInput() throws IOException, InterruptedException {
    Run run = shipped.run("understand", "--image", "no-such-file.png", "what is it?");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err().strip().lines()).hasSize(1);
    assertThat(run.err()).contains("no-such-file.png");
  }

  @Test
  @DisplayName("writes nothing into its own folder")
  void leavesItsFolderAlone() throws IOException, InterruptedException {
    SortedMap<String, String> before = shipped.contents();
    Run run = shipped.run("generate", PROMPT, "-o", "again.png", "--steps", "1");
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(shipped.contents()).isEqualTo(before);
  }

  @Test
  @DisplayName("lives with a class archive that was cut off, and makes another")
  void survivesDamagedArchives() throws IOException, InterruptedException {
    Path cache = temp.resolve("own cache");
    Map<String, String> environment = Map.of("NEXUSGEN_CACHE", cache.toString());
    assertThat(shipped.run(shipped.script(), environment, "--version").exit()).isZero();
    List<Path> first = archives(cache);
    assertThat(first).hasSize(1).allMatch(file -> file.toString().matches(".*\\.jsa\\.[0-9]+"));
    byte[] whole = Files.readAllBytes(first.get(0));
    Files.write(first.get(0), Arrays.copyOf(whole, whole.length / 2));

    assertThat(shipped.run(shipped.script(), environment, "--version").exit()).isZero();
    assertThat(archives(cache)).hasSize(1).doesNotContain(first.get(0));
    assertThat(shipped.run(shipped.script(), environment, "--version").exit()).isZero();
    assertThat(archives(cache)).hasSize(1).allMatch(file -> file.toString().endsWith(".jsa"));
  }

  private static List<Path> archives(Path cache) throws IOException {
    try (Stream<Path> files = Files.list(cache)) {
      return files.filter(file -> file.getFileName().toString().contains(".jsa")).toList();
    }
  }

  @Test
  @DisplayName("measures its own command, cold and warm, and the memory that it takes")
  void measuresItself() throws IOException, InterruptedException {
    Run run = shipped.run("bench", "--only", "command", "--repeat", "1", "--json");
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out()).contains("\"command cold\":{\"min_s\":", "\"command warm\":{\"min_s\":");
    run = shipped.run("bench", "--only", "command", "--repeat", "1");
    assertThat(run.out()).contains("command cold", "command warm", "memory command");
  }

  @Test
  @DisplayName("runs through a link and passes over a Java that is too old")
  void findsItsWay() throws IOException, InterruptedException {
    Path old = Files.createDirectories(temp.resolve("old java/bin")).getParent();
    Files.writeString(old.resolve("release"), "JAVA_VERSION=\"17.0.1\"\n");
    Path java = Files.writeString(old.resolve("bin/java"), "#!/bin/sh\nexit 99\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();
    Path link = Files.createSymbolicLink(temp.resolve("link"), shipped.script());
    String path = Path.of(System.getProperty("java.home"), "bin") + ":" + System.getenv("PATH");

    Run run = shipped.run(link, Map.of("JAVA_HOME", old.toString(), "PATH", path), "--help");

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out()).contains("generate", "understand", "edit");
  }

  @Test
  @DisplayName("ends soon when it is told to, and leaves no half picture")
  void endsWhenTold() throws IOException, InterruptedException {
    Process process =
        shipped
            .start(
                shipped.script(),
                Map.of(),
                "generate",
                PROMPT,
                "-o",
                "never.png",
                "--steps",
                "100000")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor(5, TimeUnit.SECONDS)).isFalse();
    process.destroy();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(shipped.work().resolve("never.png")).doesNotExist();
  }

  /** Drawn by the world's own renderer. */
  private static String picture() {
    return Golden.path("starter/expected/scene_0.png").toString();
  }
}
