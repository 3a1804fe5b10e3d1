package org.nexusgen.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.distribution.Shipped.Run;

@DisplayName("After close(), a JVM is as it was before:")
class LeavesNothingIT {
  @TempDir static Path temp;

  private static Shipped shipped;

  @BeforeAll
  static void unpack() throws IOException, InterruptedException {
    shipped = Shipped.unpack(temp);
  }

  @Test
  @DisplayName("two models on a class path")
  void models() throws IOException, InterruptedException {
    String parts = shipped.home().resolve("bundle/3") + "/*";
    assertLeavesNothing("models", lib() + File.pathSeparator + parts);
  }

  @Test
  @DisplayName("two platforms, each with a model")
  void platforms() throws IOException, InterruptedException {
    assertLeavesNothing("platforms", lib());
  }

  private static void assertLeavesNothing(String what, String jars)
      throws IOException, InterruptedException {
    Path files = Files.createDirectories(shipped.work().resolve(what));
    Path user = Files.createDirectories(shipped.work().resolve(what + "-user")); // caches are there
    var host = Objects.requireNonNull(LeavesNothingIT.class.getResource("/host/Guest.java"));
    Run run =
        shipped.run(
            Path.of(System.getProperty("java.home"), "bin", "java"),
            Map.of(),
            "--enable-native-access=ALL-UNNAMED",
            "--add-opens",
            "java.base/java.lang=ALL-UNNAMED",
            "-Dai.djl.offline=true",
            "-Djava.io.tmpdir=" + files,
            "-Duser.home=" + user,
            "--class-path",
            jars,
            Path.of(URI.create(host.toString())).toString(),
            what,
            shipped.home().toString());

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out().lines()).as(run.err()).containsExactly("both painted the same");
    assertThat(files).isEmptyDirectory();
  }

  private static String lib() {
    return shipped.home().resolve("lib") + "/*";
  }
}
