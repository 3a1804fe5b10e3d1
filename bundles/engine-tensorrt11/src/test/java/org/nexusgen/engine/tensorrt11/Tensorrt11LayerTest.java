package org.nexusgen.engine.tensorrt11;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.tensorrt.global.nvinfer.DataType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.engine.tensorrt.worker.NativeLayer;

@DisplayName("The layer of TensorRT 11")
final class Tensorrt11LayerTest {
  private final NativeLayer layer = new Tensorrt11Layer();

  /** Where JavaCPP unpacks. */
  @BeforeAll
  static void unpackInto(@TempDir Path folder) {
    System.setProperty("org.bytedeco.javacpp.cachedir", folder.toString());
  }

  @Test
  @DisplayName("is found by its name, beside one whose jars are not here")
  void service() {
    assertThat(ServiceLoader.load(NativeLayer.class).stream())
        .extracting(provider -> provider.type().getSimpleName())
        .contains("Tensorrt11Layer");
    assertThat(layer.name()).isEqualTo("tensorrt11");
  }

  @Test
  @DisplayName("stands on JavaCPP's classes of its own release")
  void release() throws IOException {
    assertThat(Loader.getVersion("org.bytedeco", "tensorrt")).isEqualTo("11.2-1.5.14");
    assertThat(Loader.getVersion("org.bytedeco", "cuda")).isEqualTo("13.3-9.25-1.5.14");
    assertThat(Loader.getVersion()).isEqualTo("1.5.14");
  }

  @Test
  @DisplayName("goes as far as the native libraries, and names the one that is missing")
  void refuses() {
    assumeFalse(hasDriver(), "there is an NVIDIA driver here");
    assertThatThrownBy(() -> layer.open())
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("TensorRT 11 does not load: ")
        .hasMessageContaining("nexusgen engines")
        .hasStackTraceContaining("libjnicudart.so");
  }

  private static boolean hasDriver() {
    return Files.exists(Path.of("/proc/driver/nvidia/version"));
  }

  @Test
  @DisplayName("links: all classes of ours load, and what their signatures name")
  void links() throws ReflectiveOperationException {
    for (String name :
        List.of(
            "CudaMemory",
            "CudaRuntime",
            "Deletion",
            "DimsOf",
            "Made",
            "Pieces",
            "PlanBuilder",
            "PlanFiles",
            "PlanRefitter",
            "ReaderErrors",
            "Scratch",
            "Tensorrt11Layer",
            "Tensorrt11Plan",
            "Tensorrt11Types")) {
      Class<?> type =
          Class.forName(
              getClass().getPackageName() + "." + name, false, getClass().getClassLoader());
      assertThat(type.getDeclaredMethods().length + type.getDeclaredFields().length).isPositive();
    }
  }

  @Test
  @DisplayName("has a type of ours for every one of TensorRT that a graph may have")
  void types() throws IOException {
    List<String> unknown = new ArrayList<>();
    for (DataType type : DataType.values()) {
      try {
        Tensorrt11Types.of("x", type);
      } catch (IOException e) {
        unknown.add(String.valueOf(e.getMessage()));
      }
    }
    assertThat(unknown)
        .containsExactly(
            "binding 'x' is of type kFP8",
            "binding 'x' is of type kINT4",
            "binding 'x' is of type kFP4",
            "binding 'x' is of type kE8M0");
  }

  private static final class At extends Pointer {
    At(long address) {
      this.address = address;
    }
  }

  @Test
  @DisplayName("takes nothing, and what lies where nothing can lie, for not made")
  void nothing() {
    try (Pointer offset = new At(0x228)) {
      assertThatThrownBy(() -> Made.require(offset, "runtime"))
          .hasMessageStartingWith("TensorRT made no runtime");
    }
    assertThatThrownBy(() -> Made.require(null, "plan"))
        .hasMessageStartingWith("TensorRT made no plan");
  }

  @Test
  @DisplayName("takes native memory apart without a hole")
  void pieces() throws IOException {
    List<Byte> seen = new ArrayList<>();
    try (BytePointer memory = new BytePointer(5)) {
      Pieces.each(memory, 5, piece -> piece.put(new byte[] {1, 2, 3, 4, 5}));
      Pieces.each(memory, 5, piece -> collect(piece, seen));
    }
    assertThat(seen).containsExactly((byte) 1, (byte) 2, (byte) 3, (byte) 4, (byte) 5);
  }

  private static void collect(ByteBuffer piece, List<Byte> seen) {
    while (piece.hasRemaining()) {
      seen.add(piece.get());
    }
  }
}
