package org.nexusgen.launcher.bundles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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

@DisplayName("A bundle whose activator fails")
class FailingActivatorsTest {
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
  @DisplayName("with an error, whatever kind, is set aside with it; the others start")
  void errors() throws IOException {
    Path deploy = temp.resolve("data/deploy");
    for (String kind : List.of("memory", "stack", "natives", "linkage")) {
      Jar.activated(deploy, kind, "1.0.0", ErrorActivator.class, Map.of("Error-Kind", kind));
    }
    Jar.activated(deploy, "quiet", "1.0.0", QuietActivator.class);
    try (Platform platform = start()) {
      assertThat(platform.complaints()).hasSize(4);
      assertThat(String.join("\n", platform.complaints()))
          .contains(
              "bundle memory is set aside: does not start: java.lang.OutOfMemoryError",
              "java.lang.StackOverflowError: too deep",
              "java.lang.UnsatisfiedLinkError: no gadget in java.library.path",
              "java.lang.NoClassDefFoundError: com/example/Gone");
      assertThat(states(platform)).contains("quiet active", "shipped active");
    }
  }

  @Test
  @DisplayName("and is part of the installation keeps the platform from starting, by name")
  void shipped() throws IOException {
    Jar.throwing(temp.resolve("home/bundle/3"), "luckless", "1.0.0");
    assertThatThrownBy(this::start)
        .isInstanceOf(PlatformException.class)
        .hasMessageContaining("luckless")
        .hasMessageContaining("no luck today");
    Files.delete(temp.resolve("home/bundle/3/luckless-1.0.0.jar"));
    start().close();
  }

  @Test
  @DisplayName("in an update leaves the old version running, now and after a restart")
  void update() throws IOException {
    Path first = Jar.activated(temp, "mine", "1.0.0", QuietActivator.class);
    Path second = Jar.throwing(temp, "mine", "2.0.0");
    try (Platform platform = start()) {
      platform.installed().install(first.toString());
      assertThatThrownBy(() -> platform.installed().update("mine", second.toString()))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("is not updated, version 1.0.0 stays")
          .hasMessageContaining("no luck today");
      assertThat(states(platform)).contains("mine active");
    }
    try (Platform platform = start()) {
      assertThat(states(platform)).contains("mine active");
      assertThat(platform.complaints()).isEmpty();
    }
  }

  @Test
  @DisplayName("when it is stopped is stopped all the same, and can be updated and uninstalled")
  void stop() throws IOException {
    Path jar = Jar.activated(temp, "mine", "1.0.0", ThrowingStopActivator.class);
    try (Platform platform = start()) {
      InstalledBundles bundles = platform.installed();
      bundles.install(jar.toString());
      assertThatThrownBy(() -> bundles.stop("mine"))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("bundle mine does not stop")
          .hasMessageContaining("never ever");
      bundles.start("mine");
      bundles.update("mine");
      assertThat(states(platform)).contains("mine active");
      bundles.uninstall("mine");
      assertThat(states(platform)).doesNotContain("mine active");
    }
  }

  @Test
  @DisplayName("when the platform closes does not keep it from closing")
  void throwsAtClose() throws IOException {
    Jar.activated(temp.resolve("data/deploy"), "mine", "1.0.0", ThrowingStopActivator.class);
    Bundle bundle;
    try (Platform platform = start()) {
      bundle = bundle(platform, "mine");
      assertThat(bundle.getState()).isEqualTo(Bundle.ACTIVE);
    }
    assertThat(bundle.getState()).isNotEqualTo(Bundle.ACTIVE);
  }

  @Test
  @DisplayName("to stop when the platform closes is left behind, and the others are stopped")
  void hangsAtClose() throws IOException {
    Jar.activated(temp.resolve("data/deploy"), "a-quiet", "1.0.0", QuietActivator.class);
    Jar.activated(temp.resolve("data/deploy"), "b-hanging", "1.0.0", HangingStopActivator.class);
    Platform platform = start();
    Bundle quiet = bundle(platform, "a-quiet");
    Bundle hanging = bundle(platform, "b-hanging");
    platform.close(); // else this test does not end
    assertThat(hanging.getState()).isEqualTo(Bundle.STOPPING);
    assertThat(quiet.getState()).isNotEqualTo(Bundle.ACTIVE);
    System.setProperty(StubbornActivator.RELEASE, "true");
    while (hanging.getState() == Bundle.STOPPING) {
      Thread.onSpinWait();
    }
  }

  private Platform start() {
    return Platform.start(
        PlatformSettings.of(
                new Installation(temp.resolve("home")), temp.resolve("storage" + runs++))
            .keeping(temp.resolve("data"))
            .waiting(new Patience(Duration.ofSeconds(2))));
  }

  private static Bundle bundle(Platform platform, String name) {
    return List.of(platform.context().getBundles()).stream()
        .filter(one -> name.equals(one.getSymbolicName()))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> states(Platform platform) {
    return platform.installed().list().stream().map(one -> one.name() + " " + one.state()).toList();
  }
}
