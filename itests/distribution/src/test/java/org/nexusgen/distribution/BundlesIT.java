package org.nexusgen.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.distribution.Shipped.Run;

@DisplayName("From the command line, a bundle with a sampler")
class BundlesIT {
  @TempDir static Path temp;

  private static Shipped shipped;

  @BeforeAll
  static void unpack() throws IOException, InterruptedException {
    shipped = Shipped.unpack(temp);
  }

  @Test
  @DisplayName("is installed, used, stopped, started, kept through a bad update, and uninstalled")
  void wholeLife() throws IOException, InterruptedException {
    SortedMap<String, String> before = shipped.contents();
    Path jar = SamplerBundle.whole(temp.resolve("jars"), "1.0.0");
    Path bad = SamplerBundle.broken(temp.resolve("jars"), "1.1.0");
    assertThat(painted().exit()).isEqualTo(2);
    assertThat(done("bundles", "resolve", jar.toString())).contains("nothing is missing");
    assertThat(shipped.run("bundles", "resolve", bad.toString()).out())
        .contains("missing package com.example.missing, version 2.0.0 or newer, below 3.0.0");

    assertThat(done("bundles", "install", jar.toString())).contains("1.0.0 (active)");
    assertThat(done("parts")).contains("square");
    assertThat(done("bundles", "info", SamplerBundle.NAME)).contains("DiffusionSampler 'square'");
    Run used = painted();
    assertThat(used.exit()).as(used.err()).isZero();

    done("bundles", "stop", SamplerBundle.NAME);
    assertThat(done("parts")).doesNotContain("square");
    done("bundles", "start", SamplerBundle.NAME);
    assertThat(done("parts")).contains("square");

    Run update = shipped.run("bundles", "update", SamplerBundle.NAME, bad.toString());
    assertThat(update.exit()).isEqualTo(2);
    assertThat(update.err().lines()).singleElement().asString().contains("version 1.0.0 stays");
    assertThat(painted().exit()).isZero();

    done("bundles", "uninstall", SamplerBundle.NAME);
    assertThat(done("bundles", "list")).doesNotContain(SamplerBundle.NAME);
    assertThat(painted().exit()).isEqualTo(2);
    assertThat(shipped.contents()).isEqualTo(before);
  }

  @Test
  @DisplayName("works when it is dropped into a folder, and one that is broken harms nobody")
  void dropped() throws IOException, InterruptedException {
    Path deploy = shipped.work().resolve("data/deploy");
    Path good = SamplerBundle.whole(deploy, "2.0.0");
    Path bad = SamplerBundle.broken(deploy, "2.1.0");
    try {
      Run used = painted();
      assertThat(used.exit()).as(used.err()).isZero();
      assertThat(used.err().lines().filter(line -> line.contains("is set aside")))
          .singleElement()
          .asString()
          .contains("com.example.missing", "com.example.square-2.1.0.jar");
      assertThat(done("bundles", "list")).contains("broken", "active");
    } finally {
      Files.delete(good);
      Files.delete(bad);
    }
  }

  @Test
  @DisplayName("does not displace what the command line stands on")
  void keepsTheCommandLine() throws IOException, InterruptedException {
    Run stop = shipped.run("bundles", "stop", "nexusgen-pipeline");
    assertThat(stop.exit()).isEqualTo(2);
    assertThat(stop.err()).contains("the command line needs it");
    assertThat(shipped.run("bundles", "uninstall", "nexusgen-flux").exit()).isEqualTo(2);
    assertThat(done("parts")).contains("flux");
  }

  private static Run painted() throws IOException, InterruptedException {
    return shipped.run(
        "generate", "a red circle", "-o", "square.png", "--sampler", "square", "--steps", "2");
  }

  private static String done(String... arguments) throws IOException, InterruptedException {
    Run run = shipped.run(arguments);
    assertThat(run.exit()).as(run.err()).isZero();
    return run.out();
  }
}
