package org.nexusgen.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.module.ModuleFinder;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.api.decode.Conditioning;
import org.nexusgen.api.decode.Conditioning.TokenGroup;
import org.nexusgen.api.decode.VisionDecoder;
import org.nexusgen.api.sampling.DiffusionSampler;
import org.nexusgen.api.sampling.SamplingPlan;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.text.TextConditioning;
import org.nexusgen.api.weights.PixelSize;
import org.nexusgen.contracts.BareModel;
import org.nexusgen.contracts.DiffusionSamplerContract;
import org.nexusgen.contracts.VisionDecoderContract;

@DisplayName("The third-party sample, compiled against the api alone,")
class ThirdPartyTest {
  private static final String SAMPLE = "samples/third-party/src/main";

  @TempDir private static Path classes;
  private static URLClassLoader loader = new URLClassLoader(new URL[0]);

  @BeforeAll
  static void compile() throws IOException {
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    try (Stream<Path> files = Files.walk(sample().resolve("java"));
        var manager = javac.getStandardFileManager(null, null, null)) {
      List<Path> sources =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .filter(file -> !file.endsWith("module-info.java"))
              .toList();
      boolean compiled =
          javac
              .getTask(
                  said,
                  manager,
                  null,
                  List.of(
                      "-proc:none",
                      "--release",
                      "21",
                      "-Xlint:all,-classfile,-path",
                      "-Werror",
                      "-classpath",
                      System.getProperty("java.class.path"),
                      "-d",
                      classes.toString()),
                  null,
                  manager.getJavaFileObjectsFromPaths(sources))
              .call();
      assertThat(compiled).as("%s", said).isTrue();
    }
    Path services = sample().resolve("resources");
    loader =
        new URLClassLoader(
            new URL[] {classes.toUri().toURL(), services.toUri().toURL()},
            ThirdPartyTest.class.getClassLoader());
  }

  @AfterAll
  static void close() throws IOException {
    loader.close();
  }

  /** The sample's sources, found upwards from the working folder. */
  private static Path sample() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(folder.resolve(SAMPLE))) {
      folder =
          Optional.ofNullable(folder.getParent())
              .orElseThrow(() -> new UncheckedIOException(new IOException("no " + SAMPLE)));
    }
    return folder.resolve(SAMPLE);
  }

  private static DiffusionSampler midpoint() {
    return ServiceLoader.load(DiffusionSampler.class, loader).stream()
        .map(ServiceLoader.Provider::get)
        .filter(sampler -> sampler.name().equals("midpoint"))
        .findFirst()
        .orElseThrow();
  }

  private static VisionDecoder.Provider checkerboard() {
    return ServiceLoader.load(VisionDecoder.Provider.class, loader).stream()
        .map(ServiceLoader.Provider::get)
        .filter(decoder -> decoder.name().equals("checkerboard"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  @DisplayName("says the same in its module-info as in its service files")
  void moduleInfo() throws IOException {
    String info = Files.readString(sample().resolve("java/module-info.java"));
    assertThat(info)
        .contains(midpoint().getClass().getName())
        .contains(checkerboard().getClass().getName());
  }

  @Test
  @DisplayName("compiles as a module that sees the api and its annotations, and no other jar")
  void compilesAsModule(@TempDir Path modules) throws IOException {
    String path =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> holds(entry, "org.nexusgen.api", "component.annotations"))
            .collect(Collectors.joining(File.pathSeparator));
    StringWriter said = new StringWriter();
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    try (Stream<Path> files = Files.walk(sample().resolve("java"));
        var manager = javac.getStandardFileManager(null, null, null)) {
      List<Path> sources = files.filter(file -> file.toString().endsWith(".java")).toList();
      List<String> options =
          List.of("-proc:none", "--release", "21", "-p", path, "-d", modules.toString());
      boolean compiled =
          javac
              .getTask(
                  said, manager, null, options, null, manager.getJavaFileObjectsFromPaths(sources))
              .call();
      assertThat(compiled).as("%s", said).isTrue();
    }
  }

  private static boolean holds(String entry, String... modules) {
    return ModuleFinder.of(Path.of(entry)).findAll().stream()
        .map(module -> module.descriptor().name())
        .anyMatch(name -> Stream.of(modules).anyMatch(name::endsWith));
  }

  @Test
  @DisplayName("is of second order: half the steps' length, a quarter of the error")
  void secondOrder() {
    double coarse = error(20);
    double fine = error(40);
    assertThat(coarse / fine).isBetween(3.0, 5.0);
  }

  /** Of dx/dsigma = x from 1 at sigma 1, without a shift: exp(-1) at sigma 0. */
  private static double error(int steps) {
    float[] end =
        midpoint()
            .sample(
                (x, t) -> x.clone(),
                new float[] {1},
                new SamplingPlan(steps, 1, 1, 1),
                (done, total, x) -> {});
    return Math.abs(end[0] - Math.exp(-1));
  }

  @Nested
  @DisplayName("has a sampler that")
  class Midpoint extends DiffusionSamplerContract {
    @Override
    protected DiffusionSampler sampler() {
      return midpoint();
    }
  }

  @Nested
  @DisplayName("has a decoder that")
  class Checkerboard extends VisionDecoderContract {
    @Override
    protected VisionDecoder decoder() {
      return checkerboard().open(BareModel.context(Map.of()));
    }

    @Override
    protected Conditioning conditioning() {
      Tensor tokens = Tensor.of(new float[] {1, 2, -1, 0, 3, -2, 0.5f, 1}, 1, 4, 2);
      return new Conditioning(tokens, List.of(new TokenGroup(2, 2, true)));
    }

    @Override
    protected TextConditioning emptyPrompt() {
      return new TextConditioning(Tensor.of(new float[1], 1, 1), Optional.empty());
    }

    @Override
    protected DiffusionSampler sampler() {
      return midpoint();
    }

    @Override
    protected PixelSize size() {
      return new PixelSize(32, 24);
    }
  }
}
