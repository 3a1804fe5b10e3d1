package org.nexusgen.engine.tensorrt.home;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Of several folders with libraries")
@EnabledOnOs(value = OS.LINUX, disabledReason = "libraries are sought on Linux only")
final class PlacesTest {
  @TempDir Path root;
  private PretendedMachine computer;

  @BeforeEach
  void machine() throws IOException {
    computer = new PretendedMachine(root).withDriver("580.65.06");
  }

  private Findings.Complete found(Map<String, String> variables) {
    return found(variables, "", Needs.EIGHT);
  }

  private Findings.Complete found(Map<String, String> variables, String home, Needs needs) {
    Findings findings = Discovery.look(computer.machine(variables, home, ""), needs);
    assertThat(findings).isInstanceOf(Findings.Complete.class);
    return (Findings.Complete) findings;
  }

  @Test
  @DisplayName("the first with the right TensorRT counts, and comes before the system's")
  void right() throws IOException {
    computer
        .withCuda("usr/lib/x86_64-linux-gnu")
        .withTensorrt("usr/lib/x86_64-linux-gnu", "8.5.3")
        .withTensorrt("loader", "8.4.3")
        .withTensorrt("opt/TensorRT-8.5.2/lib", "8.5.2")
        .withTensorrt("opt/TensorRT-8.6.0/lib", "8.6.0")
        .withTensorrt("opt/TensorRT-8.6.1/lib", "8.6.1");
    Findings.Complete found = found(Map.of("LD_LIBRARY_PATH", root.resolve("loader").toString()));
    assertThat(found.version()).isEqualTo("8.6.1");
    assertThat(found.standIn()).startsWith(root.resolve("opt/TensorRT-8.6.1/lib"));
    assertThat(found.folders())
        .containsExactly(
            root.resolve("opt/TensorRT-8.6.1/lib"), root.resolve("usr/lib/x86_64-linux-gnu"));
  }

  @Test
  @DisplayName("those in /usr/local and /opt come before the system's, as is written")
  void order() throws IOException {
    computer
        .withCuda("usr/lib64")
        .withTensorrt("usr/lib64", "8.6.0")
        .withTensorrt("opt/tensorrt/lib", "8.6.1")
        .withTensorrt("usr/local/tensorrt/lib", "8.6.2")
        .withTensorrt("loader", "8.6.3")
        .withTensorrt("home/lib", "8.6.4");
    String loader = root.resolve("loader").toString();
    String home = root.resolve("home").toString();
    assertThat(found(Map.of("LD_LIBRARY_PATH", loader, "TENSORRT_HOME", home)).version())
        .isEqualTo("8.6.4");
    assertThat(found(Map.of("LD_LIBRARY_PATH", loader)).version()).isEqualTo("8.6.3");
    assertThat(found(Map.of()).version()).isEqualTo("8.6.2");
    Files.delete(root.resolve("usr/local/tensorrt/lib/libnvinfer.so.8"));
    assertThat(found(Map.of()).version()).isEqualTo("8.6.1");
  }

  @Test
  @DisplayName("one with all of the right TensorRT counts before one with some of it")
  void whole() throws IOException {
    computer
        .withCuda("usr/lib64")
        .withTensorrt("usr/local/tensorrt/lib", "8.6.1")
        .withTensorrt("opt/tensorrt/lib", "8.6.1");
    Files.delete(root.resolve("usr/local/tensorrt/lib/libnvparsers.so.8"));
    assertThat(found(Map.of()).standIn()).startsWith(root.resolve("opt/tensorrt/lib"));
    Files.delete(root.resolve("opt/tensorrt/lib/libnvparsers.so.8"));
    computer.write("usr/lib64/libnvparsers.so.8", "of another release");
    assertThat(computer.reasons(computer.machine()))
        .containsExactly(
            "libnvparsers.so.8: got %1$s/libnvparsers.so.8.6.1, wants it in %1$s, where"
                    .formatted(root.resolve("usr/local/tensorrt/lib"))
                + " libnvinfer.so.8 is: install"
                + " TensorRT 8.6 ('nexusgen engines install tensorrt' does), or set tensorrt.home");
  }

  @Test
  @DisplayName(
      "the newest counts among those with versions, by its numbers, if the owner chose none")
  void newest() throws IOException {
    computer.withTensorrt("usr/lib64", "8.6.1");
    for (String cuda : List.of("cuda-12.9", "cuda-12.10", "cuda-12", "cuda-12.2.2")) {
      computer.withCuda("usr/local/" + cuda + "/lib64");
    }
    assertThat(found(Map.of()).cudart()).startsWith(root.resolve("usr/local/cuda-12.10"));
    computer.withCuda("usr/local/cuda/lib64");
    assertThat(found(Map.of()).cudart()).startsWith(root.resolve("usr/local/cuda/lib64"));
  }

  @Test
  @DisplayName("the first with all that is wanted of CUDA counts; if there is none, several do")
  void toolkit() throws IOException {
    computer.withTensorrt("opt/tensorrt/lib", "11.2.1", Needs.ELEVEN);
    computer.write("usr/local/cuda-13.4/lib64/libcudart.so.13", "");
    computer.write("usr/lib64/libnvrtc.so.13", "");
    Path tensorrt = root.resolve("opt/tensorrt/lib");
    assertThat(found(Map.of(), "", Needs.ELEVEN).folders())
        .containsExactly(
            tensorrt, root.resolve("usr/local/cuda-13.4/lib64"), root.resolve("usr/lib64"));
    computer.withCuda("usr/local/cuda-13.3/lib64", Needs.ELEVEN);
    assertThat(found(Map.of(), "", Needs.ELEVEN).folders())
        .containsExactly(tensorrt, root.resolve("usr/local/cuda-13.3/lib64"));
  }

  @Test
  @DisplayName(
      "those without a name and those that are no path do not count, and nothing is thrown")
  void noPaths() throws IOException {
    computer.withCuda("usr/lib64").withTensorrt("more", "8.6.1");
    computer.write("more/libnvinfer.so.8.6.1", "");
    String list = ":;\0:" + root.resolve("more") + ":";
    Map<String, String> variables =
        Map.of("LD_LIBRARY_PATH", list, "CUDA_HOME", "\0", "TENSORRT_HOME", "/\0");
    assertThat(computer.machine(variables, "", "").path("LD_LIBRARY_PATH"))
        .containsExactly(root.resolve("more"));
    assertThat(found(variables).folders()).startsWith(root.resolve("more"));
    assertThat(computer.reasons(computer.machine("\0", "\0")))
        .containsExactly(
            "cuda.home: got \0, which is not there, wants a folder: set cuda.home to one",
            "tensorrt.home: got \0, which is not there, wants a folder: set tensorrt.home to one");
  }

  @Test
  @DisplayName("a library whose real name tells nothing is found, and nothing is thrown")
  void realNames() throws IOException {
    computer.withCuda("usr/lib64").withTensorrt("opt/tensorrt", "8.6.1");
    Path library = root.resolve("opt/tensorrt/libnvinfer.so.8");
    Files.delete(library);
    Files.createSymbolicLink(library, Files.writeString(root.resolve("x"), ""));
    assertThat(found(Map.of()).version()).isEqualTo("8.6.1");
  }

  @Test
  @DisplayName("those that are said from the current folder are found as what they are everywhere")
  void relative() throws IOException {
    computer.withCuda("trt").withTensorrt("trt", "8.6.1");
    String here = Path.of("").toAbsolutePath().relativize(root.resolve("trt")).toString();
    assertThat(here).startsWith("..");
    for (Findings.Complete found :
        List.of(
            found(Map.of("LD_LIBRARY_PATH", here)),
            found(Map.of("TENSORRT_HOME", here, "CUDA_PATH", here)),
            found(Map.of(), here, Needs.EIGHT))) {
      assertThat(found.standIn()).isAbsolute().exists();
      assertThat(found.cudart()).isAbsolute();
      assertThat(found.folders()).allMatch(Path::isAbsolute);
    }
  }
}
