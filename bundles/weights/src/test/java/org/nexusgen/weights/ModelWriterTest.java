package org.nexusgen.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.ModelWriter;
import org.nexusgen.api.weights.WeightSet;
import org.nexusgen.api.weights.WeightStore;
import org.nexusgen.golden.Golden;
import org.nexusgen.weights.json.JsonFiles;
import org.nexusgen.weights.safetensors.SafetensorsReader;

@DisplayName("The model writer")
class ModelWriterTest {
  @TempDir Path folder;
  private final ModelWriter writer = new NexusGenModelWriter();

  @ParameterizedTest
  @EnumSource(
      value = WeightSet.class,
      mode = Mode.EXCLUDE,
      names = {"CLIP_TEXT_ENCODER", "T5_TEXT_ENCODER"})
  @DisplayName("writes a set of the starter with the names and bytes that it was read from")
  void roundTrip(WeightSet set) throws IOException {
    Map<String, Tensor> weights = mini(set);
    List<Path> files = writer.write(folder, set, weights, DType.F32);
    assertThat(namesIn(files)).isEqualTo(namesIn(originals(files)));
    assertThat(Files.readString(files.get(0), java.nio.charset.StandardCharsets.ISO_8859_1))
        .contains("\"__metadata__\":{\"format\":\"pt\"}");
    assertSame(set, weights);
    assertThat(leftovers()).isEmpty();
  }

  @Test
  @DisplayName("is a service")
  void service() {
    assertThat(ServiceLoader.load(ModelWriter.class))
        .hasAtLeastOneElementOfType(NexusGenModelWriter.class);
  }

  @Test
  @DisplayName("gives the transformer the prefix that the reference strips")
  void prefix() {
    List<Path> files =
        writer.write(
            folder,
            WeightSet.EDITING_DECODER,
            Map.of(
                "dit.final_proj_out.bias", vector(1),
                "embedding_merger.projector.0.weight", vector(2)),
            DType.F32);
    assertThat(files).containsExactly(folder.resolve("edit_decoder.safetensors"));
    assertThat(namesIn(files))
        .containsExactly("embedding_merger.projector.0.weight", "pipe.dit.final_proj_out.bias");
  }

  @Test
  @DisplayName("shards a backbone above a size, with an index that says where each tensor is")
  void shards() {
    Map<String, Tensor> weights = mini(WeightSet.BACKBONE);
    List<Path> files =
        new NexusGenModelWriter(2_000_000).write(folder, WeightSet.BACKBONE, weights, DType.F32);
    assertThat(files)
        .extracting(file -> String.valueOf(file.getFileName()))
        .containsExactly(
            "model-00001-of-00004.safetensors",
            "model-00002-of-00004.safetensors",
            "model-00003-of-00004.safetensors",
            "model-00004-of-00004.safetensors",
            "model.safetensors.index.json");
    Map<String, ?> index = JsonFiles.object(files.getLast());
    Map<String, ?> original =
        JsonFiles.object(Golden.starter().resolve("model.safetensors.index.json"));
    assertThat(index.get("metadata")).isEqualTo(original.get("metadata"));
    assertThat(((Map<?, ?>) index.get("weight_map")).keySet())
        .isEqualTo(((Map<?, ?>) original.get("weight_map")).keySet());
    assertSame(WeightSet.BACKBONE, weights);
  }

  @Test
  @DisplayName("replaces one form by the other and leaves nothing of the old")
  void replaces() {
    Map<String, Tensor> two = Map.of("a", vector(1, 2), "b", vector(3, 4));
    Map<String, Tensor> other = Map.of("a", vector(5, 6), "b", vector(7, 8), "c", vector(9, 1));
    ModelWriter eight = new NexusGenModelWriter(8);
    eight.write(folder, WeightSet.BACKBONE, two, DType.F32);
    assertSame(WeightSet.BACKBONE, two);
    eight.write(folder, WeightSet.BACKBONE, other, DType.F32);
    assertSame(WeightSet.BACKBONE, other);
    assertThat(fileNames()).hasSize(4).contains("model-00003-of-00003.safetensors");
    writer.write(folder, WeightSet.BACKBONE, two, DType.F32);
    assertThat(fileNames()).containsExactly("model.safetensors");
    assertSame(WeightSet.BACKBONE, two);
    eight.write(folder, WeightSet.BACKBONE, other, DType.F32);
    assertThat(fileNames()).hasSize(4).doesNotContain("model.safetensors");
    assertSame(WeightSet.BACKBONE, other);
  }

  @ParameterizedTest
  @EnumSource(names = {"F16", "BF16"})
  @DisplayName("rounds to the type that is asked for")
  void rounds(DType stored) {
    writer.write(folder, WeightSet.AUTOENCODER, Map.of("decoder.x", vector(1.001f, -3)), stored);
    try (ModelFolder model = new NexusGenModelLibrary().open(folder)) {
      Tensor read = model.weights(WeightSet.AUTOENCODER).read("decoder.x");
      assertThat(read.dtype()).isEqualTo(stored);
      float[] wanted = {stored == DType.F16 ? 1.0009766f : 1f, -3};
      assertThat(read.floats()).containsExactly(wanted);
    }
  }

  @Test
  @DisplayName("refuses a value that the type cannot hold, and keeps what was there")
  void tooLarge() {
    Map<String, Tensor> good = Map.of("decoder.x", vector(1));
    writer.write(folder, WeightSet.AUTOENCODER, good, DType.F32);
    Map<String, Tensor> large = Map.of("decoder.x", vector(1e6f));
    assertThatThrownBy(() -> writer.write(folder, WeightSet.AUTOENCODER, large, DType.F16))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("'decoder.x' holds 1000000.0")
        .hasMessageContaining("BF16");
    assertSame(WeightSet.AUTOENCODER, good);
  }

  @Test
  @DisplayName("says which folder it cannot make")
  void noFolder() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    assertThatThrownBy(
            () -> writer.write(file, WeightSet.BACKBONE, Map.of("a", vector(1)), DType.F32))
        .isInstanceOf(NexusGenException.class)
        .hasMessageContaining(file.toString());
  }

  private void assertSame(WeightSet set, Map<String, Tensor> weights) {
    try (ModelFolder model = new NexusGenModelLibrary().open(folder)) {
      WeightStore store = model.weights(set);
      assertThat(store.names()).containsExactlyInAnyOrderElementsOf(weights.keySet());
      weights.forEach(
          (name, tensor) -> {
            assertThat(store.read(name)).hasToString(tensor.toString());
            assertThat(store.read(name).bytes()).as(name).isEqualTo(tensor.bytes());
          });
    }
  }

  private static Map<String, Tensor> mini(WeightSet set) {
    try (ModelFolder model = new NexusGenModelLibrary().open(Golden.starter())) {
      WeightStore store = model.weights(set);
      Map<String, Tensor> weights = new LinkedHashMap<>();
      store.names().forEach(name -> weights.put(name, store.read(name)));
      return weights;
    }
  }

  /** The starter's files of the same set: the backbone's are shards there. */
  private List<Path> originals(List<Path> written) {
    List<Path> originals = new ArrayList<>();
    for (Path file : written) {
      Path original = Golden.starter().resolve(folder.relativize(file));
      if (Files.exists(original)) {
        originals.add(original);
      } else {
        originals.add(original.resolveSibling("model-00001-of-00002.safetensors"));
        originals.add(original.resolveSibling("model-00002-of-00002.safetensors"));
      }
    }
    return originals;
  }

  private static Set<String> namesIn(List<Path> files) {
    Set<String> names = new TreeSet<>();
    files.forEach(file -> names.addAll(SafetensorsReader.open(file).tensors().keySet()));
    return names;
  }

  private List<String> fileNames() {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private List<Path> leftovers() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".tmp")).toList();
    }
  }

  private static Tensor vector(float... values) {
    return Tensor.of(values, values.length);
  }
}
