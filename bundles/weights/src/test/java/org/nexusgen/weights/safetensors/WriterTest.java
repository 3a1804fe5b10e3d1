package org.nexusgen.weights.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.weights.TensorFiles;
import org.nexusgen.weights.SafetensorsTensorFiles;

@DisplayName("The safetensors writer")
class WriterTest {
  @TempDir Path folder;
  private final TensorFiles files = new SafetensorsTensorFiles();

  @Test
  @DisplayName("writes what the reader reads, of each element type")
  void roundTrip() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (DType type : DType.values()) {
      ByteBuffer bytes = ByteBuffer.allocate(3 * type.bytes());
      for (int i = 0; i < bytes.capacity(); i++) {
        bytes.put(i, (byte) (7 * i + type.ordinal()));
      }
      tensors.put("tensor of \"" + type + "\"", Tensor.wrap(type, Shape.of(3, 1), bytes));
    }
    tensors.put("scalar", Tensor.of(new float[] {2.5f}));
    tensors.put("empty", Tensor.of(new long[0], 0, 4));
    Path file = folder.resolve("out.safetensors");
    files.write(file, tensors, Map.of("format", "pt", "quote", "\"\n"));
    Map<String, Tensor> read = files.read(file);
    assertThat(read).containsOnlyKeys(tensors.keySet());
    tensors.forEach(
        (name, tensor) -> {
          assertThat(read.get(name)).hasToString(tensor.toString());
          assertThat(read.get(name).bytes()).isEqualTo(tensor.bytes());
        });
  }

  @Test
  @DisplayName("pads the header to 8 bytes and puts wide types first, then names in order")
  void layout() throws IOException {
    Path file = folder.resolve("out.safetensors");
    Map<String, Tensor> tensors =
        Map.of(
            "b", Tensor.of(new float[] {1}, 1),
            "a", Tensor.of(new float[] {2}, 1),
            "byte", Tensor.of(new boolean[] {true}, 1),
            "z", Tensor.of(new long[] {3}, 1));
    files.write(file, tensors, Map.of());
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(bytes.getLong(0) % 8).isZero();
    String header = new String(bytes.array(), 8, (int) bytes.getLong(0), StandardCharsets.UTF_8);
    assertThat(header.strip())
        .isEqualTo(
            """
            {"z":{"dtype":"I64","shape":[1],"data_offsets":[0,8]},\
            "a":{"dtype":"F32","shape":[1],"data_offsets":[8,12]},\
            "b":{"dtype":"F32","shape":[1],"data_offsets":[12,16]},\
            "byte":{"dtype":"BOOL","shape":[1],"data_offsets":[16,17]}}\
            """);
  }

  @Test
  @DisplayName("gives the same bytes for the same tensors in any order")
  void reproducible() throws IOException {
    Tensor one = Tensor.of(new float[] {1}, 1);
    Map<String, Tensor> forward = new LinkedHashMap<>();
    List.of("a", "b", "c").forEach(name -> forward.put(name, one));
    Map<String, Tensor> backward = new LinkedHashMap<>();
    List.of("c", "b", "a").forEach(name -> backward.put(name, one));
    files.write(folder.resolve("1"), forward, Map.of());
    files.write(folder.resolve("2"), backward, Map.of());
    assertThat(folder.resolve("1")).hasSameBinaryContentAs(folder.resolve("2"));
  }

  @Test
  @DisplayName("leaves the old file and nothing else when the disk is full")
  void diskFull() throws IOException {
    Path file = Files.writeString(folder.resolve("out.safetensors"), "old");
    assertThatThrownBy(
            () ->
                WholeFile.write(
                    file,
                    channel -> {
                      channel.write(ByteBuffer.wrap(new byte[100]));
                      throw new IOException("No space left on device");
                    }))
        .isInstanceOf(NexusGenException.class)
        .isNotInstanceOf(BadInputException.class)
        .hasMessageContaining("cannot be written: No space left on device");
    assertThat(file).hasContent("old");
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).containsExactly(file);
    }
  }

  @Test
  @DisplayName("replaces what a link points to, not the link")
  void link() throws IOException {
    Path target = Files.writeString(folder.resolve("target"), "old");
    Path link = Files.createSymbolicLink(folder.resolve("link"), target);
    files.write(link, Map.of(), Map.of());
    assertThat(link).isSymbolicLink();
    assertThat(files.read(target)).isEmpty();
  }

  @Test
  @DisplayName("writes through a device without replacing it")
  void device() {
    Path device = Path.of("/dev/null");
    assumeTrue(Files.exists(device));
    files.write(device, Map.of("a", Tensor.of(new float[] {1}, 1)), Map.of());
    assertThat(Files.isRegularFile(device)).isFalse();
  }

  @Test
  @DisplayName("names the folder that is missing")
  void missingFolder() {
    assertThatThrownBy(() -> files.write(folder.resolve("none/out"), Map.of(), Map.of()))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("there is no folder");
  }

  @Test
  @DisplayName("does not write over a folder")
  void overFolder() {
    assertThatThrownBy(() -> files.write(folder, Map.of(), Map.of()))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("it is a folder");
  }

  @Test
  @DisplayName("refuses a tensor named as the metadata")
  void metadataName() {
    Map<String, Tensor> tensors = Map.of("__metadata__", Tensor.scalar(1));
    assertThatThrownBy(() -> files.write(folder.resolve("out"), tensors, Map.of()))
        .isInstanceOf(NexusGenException.class)
        .hasMessageContaining("__metadata__");
  }
}
