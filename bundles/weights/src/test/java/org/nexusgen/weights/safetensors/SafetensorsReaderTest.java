package org.nexusgen.weights.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nexusgen.weights.safetensors.TestSafetensors.file;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.weights.store.Checkpoint;
import org.nexusgen.weights.store.TensorBytes;
import org.nexusgen.weights.store.TensorSource;
import org.nexusgen.weights.store.TensorSource.Stored;

@DisplayName("The safetensors reader")
class SafetensorsReaderTest {
  @TempDir Path folder;

  @Test
  @DisplayName("takes a file without tensors")
  void noTensors() throws IOException {
    assertThat(open("{}", 0).tensors()).isEmpty();
  }

  @Test
  @DisplayName("takes scalars, empty tensors and eight axes")
  void shapes() throws IOException {
    Map<String, TensorSource> tensors =
        open(
                """
                {"s":{"dtype":"F32","shape":[],"data_offsets":[0,4]},\
                "e":{"dtype":"F32","shape":[0,7],"data_offsets":[4,4]},\
                "d":{"dtype":"U8","shape":[1,1,2,1,1,1,1,2],"data_offsets":[4,8]}}\
                """,
                8)
            .tensors();
    assertThat(tensors.get("s").shape()).isEqualTo(Shape.of());
    assertThat(read(tensors, "e").floats()).isEmpty();
    assertThat(read(tensors, "d").ints()).containsExactly(4, 5, 6, 7);
  }

  @Test
  @DisplayName("knows each element type by its name in the format")
  void types() throws IOException {
    Map<String, DType> names =
        Map.ofEntries(
            Map.entry("F64", DType.F64),
            Map.entry("F32", DType.F32),
            Map.entry("F16", DType.F16),
            Map.entry("BF16", DType.BF16),
            Map.entry("F8_E4M3", DType.F8E4M3),
            Map.entry("I64", DType.I64),
            Map.entry("I32", DType.I32),
            Map.entry("I16", DType.I16),
            Map.entry("I8", DType.I8),
            Map.entry("U8", DType.U8),
            Map.entry("BOOL", DType.BOOL));
    assertThat(names).hasSameSizeAs(DType.values());
    for (Map.Entry<String, DType> name : names.entrySet()) {
      String header =
          "{\"x\":{\"dtype\":\"%s\",\"shape\":[3],\"data_offsets\":[0,%d]}}"
              .formatted(name.getKey(), 3 * name.getValue().bytes());
      assertThat(open(header, 3 * name.getValue().bytes()).tensors().get("x").dtype())
          .isEqualTo(name.getValue());
    }
  }

  @Test
  @DisplayName("takes padding, metadata, further keys, and entries in any order")
  void leeway() throws IOException {
    Checkpoint checkpoint =
        open(
            """
            {"__metadata__":{"format":"pt","":""},\
            "b":{"dtype":"I8","shape":[1],"data_offsets":[1,2],"note":{"deep":[1,2]}},\
            "ä 漢":{"data_offsets":[0,1],"shape":[1],"dtype":"I8"}}\
            """,
            2);
    assertThat(checkpoint.tensors()).containsOnlyKeys("ä 漢", "b");
    assertThat(checkpoint.tensors().keySet()).startsWith("ä 漢"); // where it lies in the file
  }

  @Test
  @DisplayName("gives places that count from the start of the file")
  void places() throws IOException {
    String header = "{\"x\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]}}";
    Stored stored = (Stored) open(header, 2).tensors().get("x");
    assertThat(stored.offset()).isEqualTo(8 + header.length());
    assertThat(stored.length()).isEqualTo(2);
  }

  @Test
  @DisplayName("reports the file behind a link, as in Hugging Face's cache")
  void links() throws IOException {
    Path blob = folder.resolve("blob");
    Files.write(blob, file("{\"x\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]}}", 2));
    Path link = Files.createSymbolicLink(folder.resolve("model.safetensors"), blob);
    Checkpoint checkpoint = SafetensorsReader.open(link);
    assertThat(((Stored) checkpoint.tensors().get("x")).file()).isEqualTo(blob.toRealPath());
    assertThat(checkpoint.where()).endsWith("model.safetensors");
  }

  @Test
  @DisplayName("opens thousands of tensors")
  void manyTensors() throws IOException {
    int count = 5000;
    String header =
        IntStream.range(0, count)
            .mapToObj(
                i ->
                    "\"layer.%d.weight\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[%d,%d]}"
                        .formatted(i, i, i + 1))
            .collect(Collectors.joining(",", "{", "}"));
    Map<String, TensorSource> tensors = open(header, count).tensors();
    assertThat(tensors).hasSize(count);
    assertThat(read(tensors, "layer.300.weight").ints()).containsExactly(300 & 0xff);
  }

  @Test
  @DisplayName("maps what is large, with the same values")
  void largeTensors() throws IOException {
    int size = 3 << 20;
    String header =
        "{\"x\":{\"dtype\":\"U8\",\"shape\":[%d],\"data_offsets\":[0,%d]}}".formatted(size, size);
    int[] values = read(open(header, size).tensors(), "x").ints();
    assertThat(values).hasSize(size);
    assertThat(IntStream.range(0, size).allMatch(i -> values[i] == (i & 0xff))).isTrue();
  }

  @Test
  @DisplayName("reaches beyond 4 GB")
  void beyond4Gigabytes() throws IOException {
    long rows = 3L << 29;
    String header =
        """
        {"large":{"dtype":"F32","shape":[%d,1],"data_offsets":[0,%d]},\
        "last":{"dtype":"U8","shape":[1],"data_offsets":[%d,%d]}}\
        """
            .formatted(rows, 4 * rows, 4 * rows, 4 * rows + 1);
    Path file = Files.write(folder.resolve("large.safetensors"), file(header, 0));
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.seek(file.toFile().length() + 4 * rows); // a hole that takes no room on the disk
      sparse.write(7);
    }
    Map<String, TensorSource> tensors = SafetensorsReader.open(file).tensors();
    assertThat(read(tensors, "last").ints()).containsExactly(7);
    assertThatThrownBy(() -> read(tensors, "large"))
        .isInstanceOf(NexusGenException.class)
        .hasMessageContaining("'large' has 6442450944 bytes; at most 2147483647");
  }

  @Test
  @DisplayName("says so when a file was cut after it was opened")
  void cutLater() throws IOException {
    Checkpoint checkpoint =
        open("{\"x\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]}}", 2);
    Files.write(folder.resolve("model.safetensors"), new byte[9]);
    assertThatThrownBy(() -> read(checkpoint.tensors(), "x"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("was cut to 9 bytes");
    Files.delete(folder.resolve("model.safetensors"));
    assertThatThrownBy(() -> read(checkpoint.tensors(), "x"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("no such file");
  }

  private Checkpoint open(String header, int dataBytes) throws IOException {
    return SafetensorsReader.open(
        Files.write(folder.resolve("model.safetensors"), file(header, dataBytes)));
  }

  private static Tensor read(Map<String, TensorSource> tensors, String name) {
    TensorSource source = tensors.get(name);
    assertThat(source).as(name).isNotNull();
    return TensorBytes.read(name, source);
  }
}
