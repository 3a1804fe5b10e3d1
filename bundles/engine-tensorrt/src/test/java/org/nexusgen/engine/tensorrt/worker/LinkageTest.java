package org.nexusgen.engine.tensorrt.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.tensorrt.engine.TrtEngineProvider;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.api.config.ProcessSettings;
import org.nexusgen.engine.tensorrt.home.Needs;
import org.nexusgen.engine.tensorrt.home.TensorrtSettings;

@DisplayName("DJL's TensorRT engine")
final class LinkageTest {
  private static final String CLASS = ".class";

  @TempDir Path folder;

  @Test
  @DisplayName("fits the DJL interface in use: every class links, and none lacks a method")
  void links() throws IOException, URISyntaxException, ReflectiveOperationException {
    List<String> names = classes();
    assertThat(names).contains("ai.djl.tensorrt.jni.JniUtils");
    for (String name : names) {
      Class<?> type = Class.forName(name, false, getClass().getClassLoader());
      // Reflection resolves all types in signatures; a missing one is a NoClassDefFoundError.
      assertThat(type.getDeclaredConstructors().length + type.getDeclaredFields().length)
          .isNotNegative();
      boolean made = !type.isInterface() && !Modifier.isAbstract(type.getModifiers());
      for (Method method : type.getMethods()) {
        assertThat(made && Modifier.isAbstract(method.getModifiers())).as("%s", method).isFalse();
      }
    }
  }

  private static List<String> classes() throws IOException, URISyntaxException {
    Path jar =
        Path.of(
            TrtEngineProvider.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      return zip.stream()
          .map(entry -> entry.getName())
          .filter(name -> name.endsWith(CLASS))
          .map(name -> name.substring(0, name.length() - CLASS.length()).replace('/', '.'))
          .toList();
    }
  }

  @Test
  @DisplayName("loads TensorRT 8.6.1 and says so, with a GPU or without")
  void version() throws IOException, InterruptedException {
    String home = ProcessSettings.of(TensorrtSettings.class, "tensorrt").home();
    assumeTrue(!home.isEmpty(), "tensorrt.home is not set: there is no TensorRT to load");
    assertThat(said(home, "djl")).contains("djl 8.6.1");
  }

  @Test
  @DisplayName(
      "TensorRT's builder and its reader of ONNX are of one version, and need no cuBLAS or cuDNN")
  void builder() throws IOException, InterruptedException {
    String home = ProcessSettings.of(TensorrtSettings.class, "tensorrt").home();
    assumeTrue(!home.isEmpty(), "tensorrt.home is not set: there is no TensorRT to load");
    assumeTrue(
        Files.exists(Path.of(home, "lib", "libcuda.so.1"))
            || Files.exists(Path.of("/usr/lib/x86_64-linux-gnu/libcuda.so.1")),
        "there is no NVIDIA driver, to which the builder's Java classes are linked");
    assertThat(said(home, "djl", "builder", "reader"))
        .contains("djl 8.6.1", "builder 8.6.1", "reader 100");
  }

  /** As the engine starts its worker: names of libraries that nothing calls come first. */
  private String said(String home, String... layers) throws IOException, InterruptedException {
    Path uncalled = Files.createDirectories(folder.resolve("uncalled"));
    for (String name : Needs.EIGHT.uncalled()) {
      Files.createSymbolicLink(
          uncalled.resolve(name), Path.of(home, "lib", Needs.EIGHT.standIn()).toAbsolutePath());
    }
    Path output = folder.resolve("output");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Dai.djl.offline=true",
                "-Dorg.bytedeco.javacpp.cachedir=" + folder.resolve("javacpp"),
                LibraryVersion.class.getName()));
    command.addAll(List.of(layers));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    builder.environment().put("DJL_CACHE_DIR", folder.resolve("djl").toString());
    builder
        .environment()
        .put(
            "LD_LIBRARY_PATH", String.join(File.pathSeparator, "" + uncalled, home, home + "/lib"));
    builder.start().waitFor();
    return Files.readString(output);
  }
}
