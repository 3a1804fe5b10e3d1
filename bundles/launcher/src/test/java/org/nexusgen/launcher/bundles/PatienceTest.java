package org.nexusgen.launcher.bundles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.api.BadInputException;
import org.nexusgen.launcher.Installation;
import org.nexusgen.launcher.Platform;
import org.nexusgen.launcher.PlatformException;
import org.nexusgen.launcher.PlatformSettings;
import org.osgi.framework.Bundle;
import org.osgi.framework.startlevel.BundleStartLevel;

@DisplayName("A bundle whose activator takes too long")
class PatienceTest {
  private static final Map<String, String> FOR_EVER = Map.of(SleepingActivator.MILLIS, "99999999");

  @TempDir Path temp;

  private int runs;

  @BeforeEach
  void home() throws IOException {
    Files.createDirectories(temp.resolve("home/lib"));
    Jar.activated(temp.resolve("home/bundle/3"), "shipped", "1.0.0", QuietActivator.class);
  }

  @AfterEach
  void release() {
    System.clearProperty(StubbornActivator.RELEASE);
  }

  @Test
  @DisplayName("is set aside, interrupted or left behind, and the others start")
  void setAside() throws Exception {
    Path deploy = temp.resolve("data/deploy");
    Jar.activated(deploy, "a-sleeper", "1.0.0", SleepingActivator.class, FOR_EVER);
    Jar.activated(deploy, "b-stubborn", "1.0.0", StubbornActivator.class);
    Jar.activated(deploy, "c-quiet", "1.0.0", QuietActivator.class);
    try (Platform platform = start(3)) {
      assertThat(platform.complaints()).hasSize(2);
      assertThat(platform.complaints().get(0))
          .contains("a-sleeper", "busy after 3.0 s, at", "SleepingActivator.start", "SECONDS");
      assertThat(platform.complaints().get(1)).contains("b-stubborn", "StubbornActivator.start");
      assertThat(platform.installed().list())
          .extracting(one -> one.name() + " " + one.state())
          .contains("a-sleeper broken", "b-stubborn broken", "c-quiet active", "shipped active")
          .doesNotContain("b-stubborn starting");
      assertThat(bundles(platform, "a-sleeper")).isEmpty();

      System.setProperty(StubbornActivator.RELEASE, "true");
      while (!bundles(platform, "b-stubborn").isEmpty()) { // goes when it comes back
        Thread.sleep(20);
      }
    }
  }

  @Test
  @DisplayName("is not installed, nor does it replace one that works")
  void notInstalled() throws IOException {
    Path sleeper = Jar.activated(temp, "mine", "2.0.0", SleepingActivator.class, FOR_EVER);
    Path quiet = Jar.activated(temp, "mine", "1.0.0", QuietActivator.class);
    try (Platform platform = start(6)) {
      InstalledBundles bundles = platform.installed();
      assertThatThrownBy(() -> bundles.install(sleeper.toString()))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("mine is not installed: does not start: its activator is busy");
      bundles.install(quiet.toString());
      assertThatThrownBy(() -> bundles.update("mine", sleeper.toString()))
          .hasMessageContaining("version 1.0.0 stays")
          .hasMessageContaining("its activator is busy");
      assertThat(states(bundles, "mine")).containsExactly("1.0.0 active");
    }
    try (Stream<Path> files = Files.list(temp.resolve("data/bundles"))) {
      assertThat(files.filter(file -> file.toString().endsWith(".jar"))).hasSize(1);
    }
  }

  @Test
  @DisplayName("is not started once more by the framework's own thread, which would wait for ever")
  void framework() throws Exception {
    Path brief =
        Jar.activated(
            temp,
            "brief",
            "1.0.0",
            SleepingActivator.class,
            Map.of(SleepingActivator.MILLIS, "1500"));
    Path sleeper = Jar.activated(temp, "mine", "1.0.0", SleepingActivator.class, FOR_EVER);
    try (Platform platform = start(3)) {
      Bundle other = platform.context().installBundle(brief.toUri().toString());
      other.adapt(BundleStartLevel.class).setStartLevel(99);
      other.start(); // is to run, as soon as the framework comes to its level
      other.adapt(BundleStartLevel.class).setStartLevel(1); // keeps the framework's thread busy
      assertThatThrownBy(() -> platform.installed().install(sleeper.toString()))
          .hasMessageContaining("mine is not installed: does not start: its activator is busy");
      assertThat(bundles(platform, "mine")).isEmpty();
      assertThat(other.getState()).isEqualTo(Bundle.ACTIVE);
    }
  }

  @Test
  @DisplayName("is refused by the command that starts it, which another time succeeds")
  void startCommand() throws IOException {
    Path slow =
        Jar.activated(
            temp,
            "slow",
            "1.0.0",
            SleepingActivator.class,
            Map.of(SleepingActivator.MILLIS, "4000"));
    try (Platform platform = start(60)) {
      assertThat(platform.installed().install(slow.toString()).state()).isEqualTo("active");
      platform.installed().stop("slow");
    }
    try (Platform platform = start(1)) {
      assertThatThrownBy(() -> platform.installed().start("slow"))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("bundle slow does not start")
          .hasMessageContaining("busy after 1.0 s");
      assertThat(states(platform.installed(), "slow")).containsExactly("1.0.0 resolved");
    }
    try (Platform platform = start(60)) {
      assertThat(platform.installed().start("slow").state()).isEqualTo("active");
    }
  }

  @Test
  @DisplayName("keeps the platform from starting, by name, if it is part of the installation")
  void shipped() throws IOException {
    Jar.activated(temp.resolve("home/bundle/3"), "hanging", "1.0.0", StubbornActivator.class);
    try {
      assertThatThrownBy(() -> start(3))
          .isInstanceOf(PlatformException.class)
          .hasMessageContaining("bundle hanging 1.0.0 is still starting after 3.0 s");
    } finally {
      System.setProperty(StubbornActivator.RELEASE, "true");
    }
  }

  @Test
  @DisplayName("cannot be given no time at all")
  void atLeastSome() {
    assertThatThrownBy(() -> new Patience(Duration.ZERO)).isInstanceOf(BadInputException.class);
  }

  private Platform start(int seconds) {
    return Platform.start(
        PlatformSettings.of(
                new Installation(temp.resolve("home")), temp.resolve("storage" + runs++))
            .keeping(temp.resolve("data"))
            .waiting(new Patience(Duration.ofSeconds(seconds))));
  }

  private static List<Bundle> bundles(Platform platform, String name) {
    return Stream.of(platform.context().getBundles())
        .filter(one -> name.equals(one.getSymbolicName()))
        .toList();
  }

  private static List<String> states(InstalledBundles bundles, String name) {
    return bundles.list().stream()
        .filter(one -> one.name().equals(name))
        .map(one -> one.version() + " " + one.state())
        .toList();
  }
}
