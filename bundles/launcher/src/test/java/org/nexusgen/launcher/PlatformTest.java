package org.nexusgen.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.command.CommandLine;
import org.nexusgen.api.config.SettingCheck;
import org.nexusgen.launcher.config.Fault;

@DisplayName("The platform")
class PlatformTest {
  private static final String JAVA_21 = "osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=21))\"";

  private static final SettingCheck.Flaw WIND = new SettingCheck.Flaw("mill.wind", "too much");

  @TempDir Path temp;

  @Test
  @DisplayName("starts every bundle of an installation, whatever its start level")
  void startsEveryBundle() throws IOException {
    Home home =
        Home.in(temp.resolve("a home with spaces"))
            .bundle(1, "first", Map.of("Export-Package", "first;version=\"1.2.0\""))
            .bundle(3, "second", Map.of("Require-Capability", JAVA_21));
    try (Platform platform = Platform.start(home.installation(), temp.resolve("storage"))) {
      assertThat(platform.bundles())
          .extracting(BundleInfo::name, BundleInfo::state)
          .contains(
              org.assertj.core.groups.Tuple.tuple("first", "active"),
              org.assertj.core.groups.Tuple.tuple("second", "active"));
    }
  }

  @Test
  @DisplayName("gives bundles the packages of its class path with their versions")
  void sharesItsClassPath() throws IOException {
    Home home =
        Home.in(temp.resolve("home"))
            .library(
                "api", Map.of("Export-Package", "shared.a;shared.b;version=\"1.4\";uses:=\"x,y\""))
            .bundle(1, "part", Map.of("Import-Package", "shared.b;version=\"[1.4,1.5)\""));
    try (Platform platform = Platform.start(home.installation(), temp.resolve("storage"))) {
      assertThat(platform.bundles()).extracting(BundleInfo::state).containsOnly("active");
    }
  }

  @Test
  @DisplayName("gives a package in each version that its class path exports it in")
  void sharesEveryVersion() throws IOException {
    Home home =
        Home.in(temp.resolve("home"))
            .library("log", Map.of("Export-Package", "log;version=\"2.0\",log;version=\"1.7\""))
            .bundle(1, "young", Map.of("Import-Package", "log;version=\"[2,3)\""))
            .bundle(1, "old", Map.of("Import-Package", "log;version=\"[1.7,2)\""));
    try (Platform platform = Platform.start(home.installation(), temp.resolve("storage"))) {
      assertThat(platform.bundles()).extracting(BundleInfo::state).containsOnly("active");
    }
  }

  @Test
  @DisplayName("does not start when a bundle lacks an import, and says which")
  void failsFastWithTheReason() throws IOException {
    Home home =
        Home.in(temp.resolve("home"))
            .bundle(2, "needy", Map.of("Import-Package", "no.such.thing;version=\"[3,4)\""));
    assertThatThrownBy(() -> Platform.start(home.installation(), temp.resolve("storage")))
        .isInstanceOf(PlatformException.class)
        .hasMessageContaining("needy")
        .hasMessageContaining("no.such.thing");
  }

  @Test
  @DisplayName("names the service that no bundle offers")
  void namesTheMissingService() throws IOException {
    Home home = Home.in(temp.resolve("home"));
    try (Platform platform = Platform.start(home.installation(), temp.resolve("storage"))) {
      assertThatThrownBy(() -> platform.service(CommandLine.class))
          .isInstanceOf(PlatformException.class)
          .hasMessageContaining("org.nexusgen.api.command.CommandLine");
    }
  }

  @Test
  @DisplayName("runs twice in one JVM and leaves no thread behind")
  void leavesNoThread() throws Exception {
    Home home = Home.in(temp.resolve("home")).bundle(1, "part", Map.of());
    Set<Thread> before = Set.copyOf(Thread.getAllStackTraces().keySet());
    try (Platform one = Platform.start(home.installation(), temp.resolve("one"));
        Platform two = Platform.start(home.installation(), temp.resolve("two"))) {
      assertThat(one.bundles()).hasSameSizeAs(two.bundles());
    }
    List<Thread> left =
        Thread.getAllStackTraces().keySet().stream()
            .filter(t -> !before.contains(t) && t.getName().startsWith("Felix"))
            .collect(Collectors.toList());
    for (Thread thread : left) {
      thread.join(TimeUnit.SECONDS.toMillis(10));
    }
    assertThat(left).noneMatch(Thread::isAlive);
  }

  @Test
  @DisplayName("refuses a folder that is no installation")
  void refusesAnotherFolder() {
    assertThatThrownBy(() -> new Installation(temp))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("'lib'");
  }

  @Test
  @DisplayName("asks all who know what settings mean, and tells what two of them say once")
  void asksWhoKnowsSettings() throws IOException {
    Home home = Home.in(temp.resolve("home")).bundle(1, "part", Map.of());
    try (Platform platform = Platform.start(home.installation(), temp.resolve("storage"))) {
      assertThat(platform.settings().faults()).isEmpty();
      for (SettingCheck.Flaw one : List.of(WIND, WIND, new SettingCheck.Flaw("mill.corn", "wet"))) {
        SettingCheck check = () -> List.of(one);
        platform.context().registerService(SettingCheck.class, check, null);
      }
      assertThat(platform.settings().faults())
          .extracting(Fault::toString)
          .containsExactly("mill.wind: too much", "mill.corn: wet");
    }
  }

  @Test
  @DisplayName("splits a manifest header at separators outside of quotes only")
  void splitsHeaders() {
    assertThat(SharedPackages.split("a;v=\"[1,2)\",b", ',')).containsExactly("a;v=\"[1,2)\"", "b");
  }
}
