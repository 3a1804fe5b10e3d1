package org.nexusgen.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.DecodeOptions;
import org.nexusgen.api.NexusGen;
import org.nexusgen.api.NexusGenConfig;
import org.nexusgen.api.NexusGenFactory;
import org.nexusgen.api.PaintingRequest;
import org.nexusgen.api.command.CommandLine;
import org.nexusgen.api.weights.InstalledModel;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.ModelLibrary;
import org.nexusgen.launcher.Installation;
import org.nexusgen.launcher.Platform;
import org.nexusgen.launcher.PlatformSettings;
import org.nexusgen.launcher.bundles.InstalledBundle;

@DisplayName("A model folder that was packed")
class ModelBundleIT {
  private static final Path NAME = Path.of("shapes");

  @TempDir static Path temp;

  private static Shipped shipped;
  private static Platform platform;
  private static Path jar;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    shipped = Shipped.unpack(temp);
    Files.createDirectories(temp.resolve("data/bundles"));
    platform =
        Platform.start(
            new Installation(shipped.home()), temp.resolve("storage"), temp.resolve("data"));
    jar = pack("shapes.jar", "1.0.0");
  }

  @AfterAll
  static void stop() {
    platform.close();
  }

  @AfterEach
  void leavesNothing() throws IOException {
    platform.installed().list().stream()
        .filter(one -> one.name().equals("shapes"))
        .forEach(one -> platform.installed().uninstall("shapes"));
    assertThat(unpacked()).isEmpty();
    try (Stream<Path> jars = Files.list(temp.resolve("data/bundles"))) {
      assertThat(jars.map(file -> file.getFileName().toString()))
          .isSubsetOf("register.json", "register.lock");
    }
  }

  @Test
  @DisplayName("has the same bytes each time")
  void reproducible() throws IOException {
    assertThat(pack("again.jar", "1.0.0")).hasSameBinaryContentAs(jar);
  }

  @Test
  @DisplayName("is installed and paints what the folder paints, by its name")
  void paintsTheSame() throws IOException {
    assertThat(install(jar).state()).isEqualTo("active");
    assertThat(said(0, "models", "list")).contains("shapes", "generate", "(bundle 1.0.0)");
    assertThat(said(0, "models", "info", "shapes")).contains("backbone");
    assertThat(paint("shapes")).isEqualTo(paint(shipped.model().toString()));
    assertThat(paint("shapes:1.0.0")).isNotEmpty();
    assertThat(unpacked()).hasSize(1);
  }

  @Test
  @DisplayName("is there while its bundle is started")
  void startedAndStopped() {
    install(jar);
    platform.installed().stop("shapes");
    assertThat(said(2, "models", "info", "shapes")).contains("model shapes is no folder");
    platform.installed().start("shapes");
    assertThat(said(2, "models", "info", "forms"))
        .contains("model forms is no folder and no installed model (there are: shapes)");
    try (ModelFolder model = library().open(NAME)) {
      assertThat(model.settings().name()).isNotEmpty();
    }
  }

  @Test
  @DisplayName("is updated and uninstalled while it is open, which keeps its files to the end")
  void leftWhileOpen() throws IOException {
    install(jar);
    try (NexusGen open = platform.service(NexusGenFactory.class).open(NexusGenConfig.of(NAME))) {
      platform.installed().update("shapes", pack("next.jar", "1.1.0").toString());
      assertThat(library().installed())
          .extracting(InstalledModel::version)
          .containsExactly("1.1.0");
      assertThat(unpacked()).hasSize(2);
      platform.installed().uninstall("shapes");
      assertThat(unpacked()).hasSize(1);
      PaintingRequest request =
          PaintingRequest.of("a red circle").withDecoding(DecodeOptions.model().withSteps(2));
      assertThat(open.generate(request).pictures()).hasSize(1);
    }
    assertThat(unpacked()).isEmpty();
    assertThatThrownBy(() -> library().open(NAME)).isInstanceOf(BadInputException.class);
  }

  @Test
  @DisplayName("is refused where it was damaged, and stays as it was where its update is")
  void damaged() throws IOException {
    Path damaged = Files.copy(jar, temp.resolve("damaged.jar"));
    try (RandomAccessFile file = new RandomAccessFile(damaged.toFile(), "rw")) {
      file.seek(file.length() / 2);
      int before = file.read();
      file.seek(file.length() / 2);
      file.write(before ^ 1);
    }
    assertThatThrownBy(() -> install(damaged))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("model shapes is damaged: file '");
    assertThat(unpacked()).isEmpty();

    byte[] whole = Files.readAllBytes(jar);
    Path truncated =
        Files.write(temp.resolve("truncated.jar"), Arrays.copyOf(whole, whole.length / 2));
    assertThatThrownBy(() -> install(truncated)).hasMessageContaining("is no readable jar");

    install(jar);
    assertThatThrownBy(() -> platform.installed().update("shapes", damaged.toString()))
        .hasMessageContaining("version 1.0.0 stays");
    try (ModelFolder model = library().open(NAME)) {
      assertThat(model.root()).isDirectory();
    }
  }

  @Test
  @DisplayName("passes the gate of trusted bundles if it is signed, and only then")
  void signed() throws Exception {
    Path folder = Files.createDirectories(temp.resolve("tiny"));
    Files.writeString(folder.resolve("config.json"), "{}");
    Path tiny = temp.resolve("tiny.jar");
    said(0, "models", "pack", folder.toString(), "-o", tiny.toString(), "--name", "tiny");
    VendorKey vendor = VendorKey.in(temp);
    try (Platform guarded =
        Platform.start(
            PlatformSettings.of(new Installation(shipped.home()), temp.resolve("guarded"))
                .keeping(temp.resolve("guarded-data"))
                .trusting(vendor.trusted()))) {
      assertThatThrownBy(() -> guarded.installed().install(tiny.toString()))
          .hasMessageContaining("it is not signed");
      vendor.sign(tiny);
      assertThat(guarded.installed().install(tiny.toString()).state()).isEqualTo("active");
      guarded.service(ModelLibrary.class).open(Path.of("tiny")).close();
    }
  }

  private static InstalledBundle install(Path bundle) {
    return platform.installed().install(bundle.toString());
  }

  private static ModelLibrary library() {
    return platform.service(ModelLibrary.class);
  }

  private static Path pack(String name, String version) {
    Path target = temp.resolve(name);
    String folder = shipped.model().toString();
    String file = target.toString();
    said(0, "models", "pack", folder, "-o", file, "--name", "shapes", "--bundle-version", version);
    return target;
  }

  private static byte[] paint(String model) throws IOException {
    Path picture = temp.resolve("picture.png");
    said(0, "generate", "a red circle", "--model", model, "--steps", "2", "-o", picture.toString());
    byte[] bytes = Files.readAllBytes(picture);
    Files.delete(picture);
    return bytes;
  }

  /** What a command prints, on both streams. */
  private static String said(int exit, String... arguments) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    int code =
        platform
            .service(CommandLine.class)
            .run(List.of(arguments), new ByteArrayInputStream(new byte[0]), out, out, false);
    String text = bytes.toString(StandardCharsets.UTF_8);
    assertThat(code).as(text).isEqualTo(exit);
    return text;
  }

  /** The models that lie unpacked. */
  private static List<Path> unpacked() throws IOException {
    Path folder = temp.resolve("data/models");
    try (Stream<Path> all = Files.exists(folder) ? Files.list(folder) : Stream.empty()) {
      return all.filter(Files::isDirectory).toList();
    }
  }
}
