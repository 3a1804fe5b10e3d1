package org.nexusgen.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.distribution.Shipped.Run;

@DisplayName("Where its surroundings fail, the command")
class SurroundingsInTroubleIT {
  private static final String ELSEWHERE = "-Dos.arch=riscv64";

  @TempDir static Path temp;

  private static Shipped shipped;

  @BeforeAll
  static void unpack() throws IOException, InterruptedException {
    shipped = Shipped.unpack(temp);
  }

  @Test
  @DisplayName("fails in one line when its result cannot be written, whichever bundle prints it")
  void fullOutput() throws IOException, InterruptedException {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "a device that is always full");
    Path picture = temp.resolve("small.png");
    ImageIO.write(new BufferedImage(28, 28, BufferedImage.TYPE_INT_RGB), "png", picture.toFile());
    for (String command : List.of("engines", "config show", "bundles list", "models info mini")) {
      assertLost(full, command.split(" "));
    }
    assertLost(full, "encode", "--image", picture.toString(), "-o", "-");
    assertLost(full, "generate", "a star", "--steps", "1", "-o", "-");
  }

  private static void assertLost(Path output, String... arguments)
      throws IOException, InterruptedException {
    Process process =
        shipped
            .start(shipped.script(), Map.of(), arguments)
            .redirectOutput(output.toFile())
            .redirectError(ProcessBuilder.Redirect.PIPE)
            .start();
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(err).isEqualTo(1);
    assertThat(err)
        .contains("nexusgen: standard output: cannot be written: No space left on device")
        .hasLineCount(1);
  }

  @Test
  @DisplayName("installs into a full disk nothing, says so in one line, and keeps what was there")
  void fullDisk() throws IOException, InterruptedException {
    Path small = SamplerBundle.whole(temp.resolve("small"), "1.0.0");
    Path large = SamplerBundle.whole(temp.resolve("large"), "2.0.0");
    byte[] noise = new byte[400_000];
    new Random(7).nextBytes(noise);
    try (FileSystem zip = FileSystems.newFileSystem(large)) {
      Files.write(zip.getPath("noise"), noise);
    }
    Run run =
        inOwnMounts(
            """
            mkdir -p "$NEXUSGEN_DATA" && mount -t tmpfs -o size=200k tmpfs "$NEXUSGEN_DATA"
            "$1" bundles install "$2" || exit 90
            "$1" bundles install "$3" && exit 91
            "$1" bundles list
            ls "$NEXUSGEN_DATA/bundles"
            """,
            small.toString(),
            large.toString());
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.err().lines().filter(line -> !line.startsWith("WARNING")))
        .singleElement()
        .asString()
        .contains("nexusgen: ", "No space left on device");
    assertThat(run.out()).containsPattern("active +3 +com.example.square +1.0.0 +installed");
    assertThat(run.out()).doesNotContain("2.0.0", ".part");
  }

  @Test
  @DisplayName("works from an installation that nobody can write into")
  void readOnly() throws IOException, InterruptedException {
    Path jar = SamplerBundle.whole(temp.resolve("jars"), "1.0.0");
    Run run =
        inOwnMounts(
            """
            mount --bind "$4" "$4" && mount -o remount,ro,bind "$4"
            touch "$4/probe" 2>/dev/null && exit 92
            "$1" bundles install "$2" && "$1" bundles uninstall com.example.square
            """,
            jar.toString(),
            "-",
            shipped.home().toString());
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out()).contains("1.0.0 (active)", "uninstalled com.example.square");
  }

  @Test
  @DisplayName("says on a machine that an engine has no natives for what is wanted, in one line")
  void otherMachine() throws IOException, InterruptedException {
    Map<String, String> elsewhere = Map.of("NEXUSGEN_JAVA_OPTS", ELSEWHERE);
    Run listing = shipped.run(shipped.script(), elsewhere, "engines");
    assertThat(listing.exit()).as(listing.err()).isZero();
    assertThat(listing.out()).contains("onnxruntime", "linux-riscv64", "pytorch", "tensorrt");
    Run parts = shipped.run(shipped.script(), elsewhere, "parts");
    assertThat(parts.exit()).as(parts.err()).isZero();
    assertThat(parts.out()).contains("onnxruntime", "flux", "preview");
    Path picture = shipped.work().resolve("black.png");
    ImageIO.write(new BufferedImage(72, 72, BufferedImage.TYPE_INT_RGB), "png", picture.toFile());
    Run encode =
        shipped.run(
            shipped.script(),
            elsewhere,
            "encode",
            "--image",
            picture.toString(),
            "-o",
            "e.safetensors");
    assertThat(encode.exit()).isEqualTo(2);
    assertThat(encode.err().lines())
        .singleElement()
        .asString()
        .contains("engine 'onnxruntime' cannot run here: system: got linux-riscv64");
  }

  /** Runs lines of a shell where mounts concern nobody else; $1 is the command. */
  private static Run inOwnMounts(String lines, String... arguments)
      throws IOException, InterruptedException {
    assumeTrue(canMount(), "needs Linux with user namespaces, to mount without harm");
    String[] command =
        Shipped.with(
            new String[] {"-rm", "sh", "-c", lines, "sh", shipped.script().toString()}, arguments);
    return shipped.run(Path.of("unshare"), Map.of(), command);
  }

  private static boolean canMount() throws InterruptedException {
    try {
      String probe = "mount -t tmpfs -o size=8k tmpfs /mnt";
      return new ProcessBuilder("unshare", "-rm", "sh", "-c", probe)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
