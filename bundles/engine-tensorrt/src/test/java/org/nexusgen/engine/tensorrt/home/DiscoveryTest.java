package org.nexusgen.engine.tensorrt.home;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A look at the machine")
final class DiscoveryTest {
  @TempDir Path root;
  private PretendedMachine computer;

  @BeforeEach
  void machine() {
    computer = new PretendedMachine(root);
  }

  @Test
  @DisplayName("on another system says so and nothing else")
  void otherSystem() {
    Machine mac = new Machine("Mac OS X", "aarch64", root, name -> "", "", "");
    assertThat(computer.reasons(mac))
        .containsExactly(
            "operating system: got Mac OS X on aarch64, wants Linux on amd64 (x86-64): run it on"
                + " such a machine, or choose --engine onnxruntime");
  }

  @Test
  @DisplayName(
      "on a bare machine names the driver first, then every library with where it was sought")
  void bare() {
    assertThat(computer.reasons(computer.machine()))
        .hasSize(8)
        .first()
        .asString()
        .startsWith("NVIDIA driver: got no /proc/driver/nvidia/version, wants a loaded kernel");
    assertThat(computer.reasons(computer.machine()))
        .contains(
            "libnvinfer.so.8: got none, wants it in TENSORRT_HOME, LD_LIBRARY_PATH,"
                + " /usr/local/tensorrt*, /opt and the system's: install TensorRT 8.6"
                + " ('nexusgen engines install tensorrt' does), or set tensorrt.home");
  }

  @Test
  @DisplayName("finds what lies in the usual places")
  void complete() throws IOException {
    computer
        .withDriver("535.104.05")
        .withCuda("usr/local/cuda-12.1/lib64")
        .withTensorrt("opt/TensorRT-8.6.1.6/lib", "8.6.1");
    assertThat(Discovery.look(computer.machine(), Needs.EIGHT))
        .isEqualTo(
            new Findings.Complete(
                "8.6.1",
                "535.104.05",
                root.resolve("usr/local/cuda-12.1/lib64/libcudart.so.12"),
                root.resolve("opt/TensorRT-8.6.1.6/lib/libnvonnxparser.so.8"),
                List.of(
                    root.resolve("opt/TensorRT-8.6.1.6/lib"),
                    root.resolve("usr/local/cuda-12.1/lib64"))));
  }

  @Test
  @DisplayName("takes a folder that is set, and no other")
  void homes() throws IOException {
    computer.withDriver("550.54.15").withCuda("mine/cuda/lib64").withTensorrt("usr/lib64", "8.6.1");
    String cuda = root.resolve("mine/cuda").toString();
    assertThat(computer.reasons(computer.machine("", cuda))).isEmpty();
    String empty = Files.createDirectory(root.resolve("empty")).toString();
    assertThat(computer.reasons(computer.machine(empty, cuda)))
        .hasSize(Needs.EIGHT.tensorrt().size() + 1)
        .allMatch(sentence -> sentence.contains("wants it in tensorrt.home " + empty));
  }

  @Test
  @DisplayName("says what is wrong with a folder that is set, not what it lacks")
  void noFolders() throws IOException {
    computer.withDriver("550.54.15").withCuda("mine/cuda/lib64").withTensorrt("usr/lib64", "8.6.1");
    computer.write("file", "");
    String cuda = root.resolve("mine/cuda").toString();
    assertThat(computer.reasons(computer.machine("/nowhere", root.resolve("file").toString())))
        .containsExactly(
            "cuda.home: got %s, which is a file, wants a folder: set cuda.home to one"
                .formatted(root.resolve("file")),
            "tensorrt.home: got /nowhere, which is not there, wants a folder: set tensorrt.home to"
                + " one");
    assertThat(computer.reasons(computer.machine("~/trt", cuda)))
        .singleElement()
        .asString()
        .endsWith("set tensorrt.home to one, without ~, which shells alone know");
    computer.withTensorrt("eleven/lib", "11.2.1", Needs.ELEVEN);
    String eleven = root.resolve("eleven").toString();
    assertThat(computer.reasons(computer.machine(eleven, cuda)))
        .first()
        .asString()
        .startsWith("libnvinfer.so.8: got %s/lib/libnvinfer.so.11".formatted(eleven));
  }

  @Test
  @DisplayName(
      "tells an old driver, a process without a device and another TensorRT by their numbers")
  void versions() throws IOException {
    computer.withDriver("470.82.01").withCuda("usr/lib64").withTensorrt("usr/lib64", "8.5.3");
    assertThat(computer.reasons(computer.machine()))
        .containsExactly(
            "NVIDIA driver: got 470.82.01, wants 525 or newer: update the driver",
            "TensorRT in %s: got 8.5.3, wants 8.6: install TensorRT 8.6, and set tensorrt.home to its folder"
                .formatted(root.resolve("usr/lib64")));
    Files.delete(root.resolve("dev/nvidia0"));
    computer.write(
        "proc/driver/nvidia/version",
        "NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  550.54.15  Release");
    assertThat(computer.reasons(computer.machine()))
        .first()
        .asString()
        .isEqualTo(
            "NVIDIA device: got no /dev/nvidia0, wants one GPU: give this process a GPU (container: --gpus all)");
  }

  @Test
  @DisplayName("reads the version off the builder's resource where libraries are no links")
  void resource() throws IOException {
    computer.withDriver("535.104.05").withCuda("trt");
    for (String name : Needs.EIGHT.tensorrt()) {
      computer.write("trt/" + name, "");
    }
    computer.write("trt/libnvinfer_builder_resource.so.8.6.1", "");
    String home = root.resolve("trt").toString();
    assertThat(Discovery.look(computer.machine(home, ""), Needs.EIGHT))
        .isInstanceOfSatisfying(
            Findings.Complete.class, found -> assertThat(found.version()).isEqualTo("8.6.1"));
  }

  @Test
  @DisplayName("is content with what the install command brings: of CUDA the runtime alone")
  void installedEight() throws IOException {
    computer.withDriver("535.104.05").withTensorrt("trt/lib", "8.6.1");
    computer.write("trt/lib/libcudart.so.12", "");
    String home = root.resolve("trt").toString();
    assertThat(computer.reasons(computer.machine(home, home))).isEmpty();
    Files.delete(root.resolve("trt/lib/libcudart.so.12"));
    assertThat(computer.reasons(computer.machine(home, home)))
        .containsExactly(
            "libcudart.so.12: got none, wants it in cuda.home %s: install the CUDA 12 runtime"
                    .formatted(home)
                + " ('nexusgen engines install tensorrt' does), or set cuda.home");
  }

  @Test
  @DisplayName("for TensorRT 11 wants other libraries, and a newer driver")
  void eleven() throws IOException {
    assertThat(computer.reasons(computer.machine(), Needs.ELEVEN))
        .hasSize(8)
        .contains(
            "libcudart.so.13: got none, wants it in CUDA_HOME, LD_LIBRARY_PATH, /usr/local/cuda*"
                + " and the system's: install the CUDA 13 runtime"
                + " ('nexusgen engines install tensorrt11' does), or set tensorrt11.cudaHome",
            "libnvinfer.so.11: got none, wants it in TENSORRT_HOME, LD_LIBRARY_PATH,"
                + " /usr/local/tensorrt*, /opt and the system's: install TensorRT 11.2"
                + " ('nexusgen engines install tensorrt11' does), or set tensorrt11.home");
    computer
        .withDriver("570.86.15")
        .withCuda("usr/local/cuda-13.3/lib64", Needs.ELEVEN)
        .withTensorrt("opt/TensorRT-11.1.0.5/lib", "11.1.0", Needs.ELEVEN);
    assertThat(computer.reasons(computer.machine(), Needs.ELEVEN))
        .containsExactly(
            "NVIDIA driver: got 570.86.15, wants 580 or newer: update the driver",
            "TensorRT in %s: got 11.1.0, wants 11.2: install TensorRT 11.2, and set tensorrt11.home to its folder"
                .formatted(root.resolve("opt/TensorRT-11.1.0.5/lib")));
  }

  @Test
  @DisplayName("for TensorRT 11 wants the builder's file beside what the install command brings")
  void installed() throws IOException {
    computer.withDriver("580.65.06");
    for (String name :
        List.of(
            "libnvinfer.so.11",
            "libnvinfer_plugin.so.11",
            "libnvinfer_builder_resource_ptx.so.11.2.1",
            "libnvonnxparser.so.11",
            "libcudart.so.13",
            "libnvrtc.so.13")) {
      computer.write("trt/lib/" + name, "");
    }
    String home = root.resolve("trt").toString();
    assertThat(computer.reasons(computer.machine(home, home), Needs.ELEVEN))
        .containsExactly(
            "libnvinfer_builder_resource_sm*.so.11.2.*: got none, wants it in %s/lib, where libnvinfer.so.11 is: put the one for this GPU there (_sm90 for compute capability 9.0) from NVIDIA's archive of TensorRT 11.2; Maven Central has none"
                .formatted(home));
    computer.write("trt/lib/libnvinfer_builder_resource_sm90.so.11.2.1", "");
    assertThat(Discovery.look(computer.machine(home, home), Needs.ELEVEN))
        .isEqualTo(
            new Findings.Complete(
                "11.2.1",
                "580.65.06",
                root.resolve("trt/lib/libcudart.so.13"),
                root.resolve("trt/lib/libnvonnxparser.so.11"),
                List.of(root.resolve("trt/lib"))));
  }

  @Test
  @DisplayName("finds both releases side by side, each with its own CUDA")
  void both() throws IOException {
    computer
        .withDriver("580.65.06")
        .withCuda("usr/local/cuda-12.1/lib64")
        .withTensorrt("opt/TensorRT-8.6.1.6/lib", "8.6.1")
        .withCuda("usr/local/cuda-13.3/lib64", Needs.ELEVEN)
        .withTensorrt("opt/TensorRT-11.2.1.4/lib", "11.2.1", Needs.ELEVEN);
    assertThat(computer.reasons(computer.machine())).isEmpty();
    assertThat(Discovery.look(computer.machine(), Needs.ELEVEN))
        .isInstanceOfSatisfying(
            Findings.Complete.class,
            found -> {
              assertThat(found.version()).isEqualTo("11.2.1");
              assertThat(found.folders())
                  .containsExactly(
                      root.resolve("opt/TensorRT-11.2.1.4/lib"),
                      root.resolve("usr/local/cuda-13.3/lib64"));
            });
  }
}
