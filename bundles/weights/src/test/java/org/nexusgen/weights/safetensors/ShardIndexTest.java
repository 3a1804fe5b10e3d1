package org.nexusgen.weights.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nexusgen.api.BadInputException;
import org.nexusgen.weights.store.Checkpoint;
import org.nexusgen.weights.store.TensorBytes;

@DisplayName("A shard index")
class ShardIndexTest {
  private static final String SHARD =
      "{\"%s\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}}";

  @TempDir Path models;
  private Path folder;

  @BeforeEach
  void shards() throws IOException {
    folder = Files.createDirectories(models.resolve("model"));
    Files.write(folder.resolve("1.safetensors"), TestSafetensors.file(SHARD.formatted("a"), 1));
    Files.write(folder.resolve("2.safetensors"), TestSafetensors.file(SHARD.formatted("b"), 1));
    Files.write(models.resolve("3.safetensors"), TestSafetensors.file(SHARD.formatted("c"), 1));
    Files.write(folder.resolve("cut.safetensors"), new byte[3]);
  }

  @ParameterizedTest(name = "is refused {0}")
  @MethodSource("cases")
  void isRefused(String title, String json, String fragment) {
    assertThatThrownBy(() -> open(json))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("model")
        .hasMessageContaining(fragment)
        .message()
        .doesNotContain("\n");
  }

  static Stream<Arguments> cases() {
    return Stream.of(
        Arguments.of("that is no JSON", "x", "malformed JSON"),
        Arguments.of("without weight_map", "{}", "'weight_map' is missing"),
        Arguments.of("whose weight_map is null", "{\"weight_map\":null}", "not an object"),
        Arguments.of("whose weight_map is a list", "{\"weight_map\":[]}", "not an object"),
        Arguments.of("whose weight_map is a string", "{\"weight_map\":\"a\"}", "not an object"),
        map("whose shard is null", "a", "null", "got null, wants the name"),
        map("whose shard is a number", "a", "1", "got 1, wants the name"),
        map("whose shard is an object", "a", "{\"f\":1}", "wants the name of a shard"),
        map(
            "whose shard is missing",
            "a",
            "\"9.safetensors\"",
            "'9.safetensors' is missing beside"),
        map("whose shard lacks the tensor", "a", "\"2.safetensors\"", "'a' is not in the shard"),
        map("whose shard was cut", "a", "\"cut.safetensors\"", "cut.safetensors: has 3 bytes"),
        map("that climbs", "c", "\"../3.safetensors\"", "not inside the folder"),
        map("that climbs on a detour", "c", "\"x/../../3.safetensors\"", "not inside the folder"),
        map("that climbs far", "c", "\"../../../../etc/passwd\"", "not inside the folder"),
        map("with an absolute path", "c", "\"/etc/passwd\"", "not inside the folder"),
        map("with backslashes", "c", "\"..\\\\3.safetensors\"", "not inside the folder"),
        map("with an empty name", "a", "\"\"", "not inside the folder"),
        map("with a blank name", "a", "\"  \"", "not inside the folder"),
        map("that names its own folder", "a", "\".\"", "not inside the folder"),
        map("that names its folder on a detour", "a", "\"x/..\"", "not inside the folder"),
        map("with a zero byte in a name", "a", "\"1\\u0000.safetensors\"", "is no file name"),
        Arguments.of(
            "that names a tensor twice",
            "{\"weight_map\":{\"a\":\"1.safetensors\",\"a\":\"1.safetensors\"}}",
            "uplicate"));
  }

  private static Arguments map(String title, String tensor, String shard, String fragment) {
    return Arguments.of(title, "{\"weight_map\":{\"%s\":%s}}".formatted(tensor, shard), fragment);
  }

  @Test
  @DisplayName("gives the tensors of all its shards, in its own order")
  void allShards() throws IOException {
    Checkpoint checkpoint =
        open(
            """
            {"metadata":{"total_size":2},
             "weight_map":{"b":"2.safetensors","a":"1.safetensors"}}\
            """);
    assertThat(checkpoint.tensors().keySet()).containsExactly("b", "a");
    assertThat(checkpoint.tensors().values())
        .allSatisfy(source -> assertThat(TensorBytes.read("x", source).ints()).containsExactly(0));
    assertThat(checkpoint.where()).contains("model.safetensors.index.json", "2 shards");
  }

  @Test
  @DisplayName("follows links out of its folder, as Hugging Face's cache has them")
  void links() throws IOException {
    Files.createSymbolicLink(folder.resolve("l.safetensors"), models.resolve("3.safetensors"));
    assertThat(open("{\"weight_map\":{\"c\":\"l.safetensors\"}}").tensors()).containsKey("c");
  }

  private Checkpoint open(String json) throws IOException {
    Path index = folder.resolve("model.safetensors.index.json");
    return ShardIndex.open(Files.writeString(index, json), SafetensorsReader::open);
  }
}
