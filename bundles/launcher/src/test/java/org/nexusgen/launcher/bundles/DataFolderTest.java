package org.nexusgen.launcher.bundles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.launcher.Installation;
import org.nexusgen.launcher.Platform;
import org.nexusgen.launcher.PlatformSettings;

@DisplayName("The folder of a user's bundles")
class DataFolderTest {
  private static final int PROCESSES = 3;
  private static final int EACH = 12;

  @TempDir Path temp;

  @BeforeEach
  void home() throws IOException {
    Files.createDirectories(temp.resolve("home/lib"));
    Files.createDirectories(temp.resolve("home/bundle"));
  }

  @Test
  @DisplayName("where nobody may write is named, in one line with exit code 1, and nothing changes")
  void notWritable() throws IOException {
    // a file in the folder's place: permissions would not stop whoever may do everything
    Files.writeString(Files.createDirectories(data()).resolve("bundles"), "no folder");
    Path jar = Jar.of(temp, "mine", "1.0.0", Map.of());
    try (Platform platform = start("one")) {
      assertThat(said(platform.installed(), 1, "install", jar.toString()))
          .hasLineCount(1)
          .contains("cannot change the register of bundles", data().resolve("bundles").toString());
      assertThat(platform.installed().list()).hasSize(1);
    }
    assertThat(data().resolve("bundles")).hasContent("no folder");
  }

  @Test
  @DisplayName("on a full disk keeps what it has: a copy that breaks off leaves no file")
  void fullDisk() throws IOException {
    BundleFolder folder = BundleFolder.open(temp.resolve("none"), data());
    Path jar = Jar.of(temp, "mine", "1.0.0", Map.of());
    Register.Entry kept =
        folder.take(
            new BundleSource(
                "mine", target -> Files.copy(jar, target, StandardCopyOption.REPLACE_EXISTING)));
    folder.change(register -> register.with(kept));
    BundleSource tooLarge =
        new BundleSource(
            "large.jar",
            target -> {
              Files.write(target, new byte[4096]);
              throw new FileSystemException(target + "", null, "No space left on device");
            });
    assertThatThrownBy(() -> folder.take(tooLarge))
        .isInstanceOf(NexusGenException.class)
        .hasMessageContaining("large.jar")
        .hasMessageContaining("No space left on device");
    assertThat(names(".*\\.(jar|part)")).hasSize(1);
    assertThat(BundleFolder.open(temp.resolve("none"), data()).register().entries())
        .containsExactly(kept);
  }

  @Test
  @DisplayName("whose register cannot be replaced takes the new bundle back")
  void registerNotReplaced() throws IOException {
    Path jar = Jar.of(temp, "mine", "1.0.0", Map.of());
    try (Platform platform = start("one")) {
      // a folder that is not empty cannot be replaced by a file
      Files.createDirectories(data().resolve("bundles/register.json/in-the-way"));
      assertThatThrownBy(() -> platform.installed().install(jar.toString()))
          .isInstanceOf(NexusGenException.class)
          .hasMessageContaining("register.json");
      assertThat(platform.installed().list()).hasSize(1);
    }
    assertThat(names(".*\\.(jar|part)")).isEmpty();
  }

  @Test
  @DisplayName("may be shared by several platforms of one process that install at once")
  void threads() throws Exception {
    List<Path> jars = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      jars.add(Jar.of(temp, "mine" + i, "1.0.0", Map.of()));
    }
    List<Callable<InstalledBundle>> installs = new ArrayList<>();
    try (Platform one = start("one");
        Platform two = start("two");
        ExecutorService threads = Executors.newCachedThreadPool()) {
      for (int i = 0; i < jars.size(); i++) {
        Platform platform = i % 2 == 0 ? one : two;
        String jar = jars.get(i).toString();
        installs.add(() -> platform.installed().install(jar));
      }
      for (Future<InstalledBundle> installed : threads.invokeAll(installs)) {
        assertThat(installed.get().state()).isEqualTo("active");
      }
    }
    try (Platform platform = start("three")) {
      assertThat(platform.complaints()).isEmpty();
      assertThat(platform.installed().list())
          .filteredOn(one -> one.name().startsWith("mine") && one.state().equals("active"))
          .hasSize(jars.size());
    }
  }

  @Test
  @DisplayName("may be shared by several processes that install at once: nothing is lost")
  void processes() throws Exception {
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < PROCESSES; i++) {
      processes.add(
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Registering.class.getName(),
                  data().resolve("bundles").toString(),
                  "process" + i,
                  Integer.toString(EACH))
              .inheritIO()
              .start());
    }
    for (Process process : processes) {
      assertThat(process.waitFor()).isZero();
    }
    Register register = new RegisterFile(data().resolve("bundles")).read();
    assertThat(register.entries()).hasSize(PROCESSES * EACH);
    assertThat(register.stopped()).hasSize(PROCESSES * EACH);
    assertThat(names(".*\\.part")).isEmpty();
  }

  @Test
  @DisplayName("that lacks a file of its register starts without it, and says which")
  void fileGone() throws IOException {
    try (Platform platform = start("one")) {
      platform.installed().install(Jar.of(temp, "mine", "1.0.0", Map.of()) + "");
      platform.installed().install(Jar.of(temp, "other", "1.0.0", Map.of()) + "");
    }
    Files.delete(names("mine-.*\\.jar").get(0));
    try (Platform platform = start("two")) {
      assertThat(platform.complaints()).hasSize(1);
      assertThat(platform.complaints().get(0)).contains("bundle mine is set aside", "update mine");
      assertThat(platform.installed().list())
          .extracting(one -> one.name() + " " + one.state())
          .contains("other active", "mine broken");
      platform.installed().uninstall("mine");
      assertThat(platform.complaints()).isEmpty();
    }
  }

  @Test
  @DisplayName("written by a newer release is left alone, and the platform starts without it")
  void newerRegister() throws IOException {
    Path register = Files.createDirectories(data().resolve("bundles")).resolve("register.json");
    String newer = "{\"bundles\":[],\"signatures\":[]}";
    Files.writeString(register, newer);
    try (Platform platform = start("one")) {
      assertThat(platform.complaints()).singleElement().asString().contains("'signatures'");
    }
    assertThat(register).hasContent(newer);
  }

  private Path data() {
    return temp.resolve("data");
  }

  private Platform start(String storage) {
    return Platform.start(
        PlatformSettings.of(new Installation(temp.resolve("home")), temp.resolve(storage))
            .keeping(data()));
  }

  private static String said(InstalledBundles bundles, int exit, String... arguments) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    assertThat(new BundlesCommand(bundles).run(List.of(arguments), out, out)).isEqualTo(exit);
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private List<Path> names(String pattern) throws IOException {
    try (Stream<Path> files = Files.list(data().resolve("bundles"))) {
      return files.filter(one -> one.getFileName().toString().matches(pattern)).toList();
    }
  }
}
