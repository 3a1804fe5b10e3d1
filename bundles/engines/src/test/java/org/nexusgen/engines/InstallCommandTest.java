package org.nexusgen.engines;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a small repository in a folder. */
@DisplayName("The installation of an engine's libraries")
class InstallCommandTest {
  private static final String DATA = "nexusgen.data";
  private static final long RT_BYTES = "a/b/librt.so.8".length();
  private static final long BLAS_BYTES = "x/libblas.so.12".length();

  @TempDir private Path temp;
  private final Optional<String> before = Optional.ofNullable(System.getProperty(DATA));
  private final List<String> fetched = new ArrayList<>();

  @BeforeEach
  void repository() throws IOException {
    System.setProperty(DATA, temp.resolve("data").toString());
    publish("org.example:rt:jar:linux:8.6", "a/b/librt.so.8", "a/b/libother.so");
    publish("org.example:blas:jar:linux:12", "x/libblas.so.12");
  }

  @AfterEach
  void restore() {
    before.ifPresentOrElse(
        value -> System.setProperty(DATA, value), () -> System.clearProperty(DATA));
  }

  @Test
  @DisplayName("shows the licences and stops where they are not accepted")
  void asks() {
    Ran ran = install(recipe("librt.so.8", RT_BYTES), "rt");
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err())
        .contains("Example licence - https://example.org/licence")
        .contains("not accepted", "--accept-licences");
    assertThat(installed()).doesNotExist();
    assertThat(fetched).isEmpty();
  }

  @Test
  @DisplayName("takes an answer at the terminal")
  void answers() {
    EnginesCommand command = command(recipe("librt.so.8", RT_BYTES));
    assertThat(Ran.answering(command, "no", "install", "rt").err()).contains("the answer was 'no'");
    assertThat(installed()).doesNotExist();
    assertThat(Ran.answering(command, "yes", "install", "rt").code()).isZero();
    assertThat(installed().resolve("lib/librt.so.8")).exists();
  }

  @Test
  @DisplayName("unpacks the wanted libraries alone, and says the settings that name them")
  void unpacks() {
    Ran ran = install(recipe("librt.so.8", RT_BYTES), "rt", "--accept-licences");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(names(installed().resolve("lib")))
        .containsExactlyInAnyOrder("librt.so.8", "libblas.so.12");
    assertThat(names(temp.resolve("data/engines"))).containsExactly("rt-8.6");
    assertThat(ran.out().lines())
        .containsExactly("rt.home = " + installed(), "blas.home = " + installed());
    assertThat(temp.resolve("data/conf")).doesNotExist();
    Ran again = install(recipe("librt.so.8", RT_BYTES), "rt");
    assertThat(again.code()).isZero();
    assertThat(again.err()).contains("there already");
  }

  @Test
  @DisplayName("goes where it is told, and writes the settings when asked, beside others")
  void configures() throws IOException {
    Path conf = Files.createDirectories(temp.resolve("data/conf")).resolve("rt.properties");
    Files.write(conf, List.of("threads = 2", "home = elsewhere"));
    Path to = temp.resolve("opt/rt");
    Ran ran =
        install(
            recipe("librt.so.8", RT_BYTES),
            "rt",
            "--accept-licences",
            "--configure",
            "--to",
            to.toString());
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(conf).hasContent("threads = 2\nhome = " + to);
    assertThat(conf.resolveSibling("blas.properties")).hasContent("home = " + to);
  }

  @Test
  @DisplayName("leaves nothing where a library is missing from its jar")
  void incomplete() {
    Ran ran = install(recipe("libabsent.so.8", RT_BYTES), "rt", "--accept-licences");
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err()).contains("has no file libabsent.so.8");
    assertThat(names(temp.resolve("data/engines"))).isEmpty();
  }

  @Test
  @DisplayName("refuses before it fetches anything where the disk is too small")
  void noSpace() {
    Ran ran = install(recipe("librt.so.8", Long.MAX_VALUE / 4), "rt", "--accept-licences");
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err()).contains("MB free, wants", "--to");
    assertThat(fetched).isEmpty();
  }

  @Test
  @DisplayName("is offered only for engines that lack something")
  void unknown() {
    EnginesCommand shipped =
        new EnginesCommand(List.of(), List.of(this::fetch), List::of, EnginesCommand.RECIPES);
    assertThat(Ran.of(shipped, "install", "onnxruntime").err())
        .contains("engine 'onnxruntime': there is nothing to install", "[tensorrt, tensorrt11]");
    assertThat(Ran.of(shipped, "install", "tensorr").err()).contains("did you mean 'tensorrt'?");
  }

  @Test
  @DisplayName("of TensorRT 11 brings what its engine looks for, and neither cuBLAS nor cuDNN")
  void eleven() {
    assertThat(Tensorrt11Recipe.recipe().libraries().map(Recipe.Library::name))
        .contains(
            "libnvinfer.so.11",
            "libnvinfer_plugin.so.11",
            "libnvonnxparser.so.11",
            "libcudart.so.13",
            "libnvrtc.so.13")
        .noneMatch(name -> name.contains("cublas") || name.contains("cudnn"));
  }

  @Test
  @DisplayName("of TensorRT 8.6 brings what its engine looks for, and of CUDA the runtime alone")
  void eight() {
    Recipe recipe = TensorrtRecipe.recipe();
    assertThat(recipe.libraries().map(Recipe.Library::name))
        .containsExactly(
            "libnvinfer.so.8",
            "libnvinfer_plugin.so.8",
            "libnvinfer_builder_resource.so.8.6.1",
            "libnvonnxparser.so.8",
            "libnvparsers.so.8",
            "libcudart.so.12");
    assertThat(recipe.licences()).noneMatch(licence -> licence.name().contains("cuDNN"));
  }

  private Path installed() {
    return temp.resolve("data/engines/rt-8.6");
  }

  private static Recipe recipe(String library, long bytes) {
    return new Recipe(
        "rt",
        "8.6",
        "Linux amd64",
        List.of(new Licence("Example licence", "https://example.org/licence")),
        List.of(
            new Recipe.Source(
                "org.example:rt:jar:linux:8.6", 1, List.of(new Recipe.Library(library, bytes))),
            new Recipe.Source(
                "org.example:blas:jar:linux:12",
                1,
                List.of(new Recipe.Library("libblas.so.12", BLAS_BYTES)))),
        List.of("rt.home", "blas.home"),
        "a driver");
  }

  private EnginesCommand command(Recipe recipe) {
    return new EnginesCommand(List.of(), List.of(this::fetch), List::of, List.of(recipe));
  }

  private Path fetch(String coordinates) {
    fetched.add(coordinates);
    return jar(coordinates);
  }

  private Path jar(String coordinates) {
    return temp.resolve(coordinates.replace(':', '-') + ".jar");
  }

  private Ran install(Recipe recipe, String... arguments) {
    String[] all = Stream.concat(Stream.of("install"), Stream.of(arguments)).toArray(String[]::new);
    return Ran.of(command(recipe), all);
  }

  private static List<String> names(Path folder) {
    String[] names = folder.toFile().list();
    return names == null ? List.of() : List.of(names);
  }

  private void publish(String coordinates, String... libraries) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar(coordinates)))) {
      for (String one : libraries) {
        zip.putNextEntry(new ZipEntry(one));
        zip.write(one.getBytes(StandardCharsets.UTF_8));
      }
    }
  }
}
