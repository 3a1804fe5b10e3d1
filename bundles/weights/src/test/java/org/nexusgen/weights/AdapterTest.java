package org.nexusgen.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.weights.Adapter;
import org.nexusgen.api.weights.Adapter.Factors;
import org.nexusgen.api.weights.AdapterChoice;
import org.nexusgen.api.weights.AdapterFiles;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.WeightSet;
import org.nexusgen.api.weights.WeightStore;
import org.nexusgen.golden.Golden;
import org.nexusgen.weights.safetensors.SafetensorsReader;
import org.nexusgen.weights.safetensors.SafetensorsWriter;

@DisplayName("An adapter")
class AdapterTest {
  private static final String QUERY = "model.layers.0.self_attn.q_proj.weight";
  private static final int RANK = 2;
  private static final int WIDTH = 128;

  @TempDir Path folder;
  private final AdapterFiles files = new PeftAdapterFiles();

  private static Tensor random(long seed, long... shape) {
    Random random = new Random(seed);
    float[] values = new float[(int) (shape[0] * shape[1])];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Tensor.of(values, shape);
  }

  private static Adapter adapter(long seed, double alpha, WeightSet set, String weight) {
    Factors factors = new Factors(random(seed, RANK, WIDTH), random(seed + 1, WIDTH, RANK));
    return new Adapter(Set.of(set), RANK, alpha, Map.of(weight, factors));
  }

  private Path written(String name, Adapter adapter) {
    Path place = folder.resolve(name);
    files.write(place, adapter);
    return place;
  }

  private static float[] weight(WeightSet set, String name, AdapterChoice... adapters) {
    try (ModelFolder model = new NexusGenModelLibrary().open(Golden.starter(), List.of(adapters))) {
      return model.weights(set).read(name).floats();
    }
  }

  /** W + factor · B A, in float64. */
  private static double[] sum(float[] weight, double factor, Adapter adapter) {
    Factors factors = adapter.factors().values().iterator().next();
    float[] a = factors.a().floats();
    float[] b = factors.b().floats();
    double[] sum = new double[weight.length];
    for (int row = 0; row < WIDTH; row++) {
      for (int column = 0; column < WIDTH; column++) {
        double change = 0;
        for (int k = 0; k < RANK; k++) {
          change += (double) b[row * RANK + k] * a[k * WIDTH + column];
        }
        sum[row * WIDTH + column] = weight[row * WIDTH + column] + factor * change;
      }
    }
    return sum;
  }

  private static void assertClose(float[] actual, double[] wanted) {
    assertThat(actual).hasSameSizeAs(wanted);
    for (int i = 0; i < actual.length; i++) {
      assertThat((double) actual[i]).isCloseTo(wanted[i], Offset.offset(1e-4));
    }
  }

  @Test
  @DisplayName("adds scale · alpha / rank · B A to its weight and leaves the others")
  void merges() {
    Adapter adapter = adapter(1, 6, WeightSet.BACKBONE, QUERY);
    AdapterChoice choice = new AdapterChoice(written("one", adapter), 0.5);

    assertClose(
        weight(WeightSet.BACKBONE, QUERY, choice),
        sum(weight(WeightSet.BACKBONE, QUERY), 0.5 * 6 / RANK, adapter));
    assertThat(weight(WeightSet.BACKBONE, "vision_head.weight", choice))
        .isEqualTo(weight(WeightSet.BACKBONE, "vision_head.weight"));
  }

  @Test
  @DisplayName("is stacked on top of others")
  void stacks() {
    Adapter first = adapter(1, 2, WeightSet.BACKBONE, QUERY);
    Adapter second = adapter(5, 4, WeightSet.BACKBONE, QUERY);
    float[] both =
        weight(
            WeightSet.BACKBONE,
            QUERY,
            new AdapterChoice(written("one", first), 1),
            new AdapterChoice(written("two", second), -1));

    double[] wanted = sum(weight(WeightSet.BACKBONE, QUERY), 2.0 / RANK, first);
    double[] withSecond = sum(new float[wanted.length], -4.0 / RANK, second);
    for (int i = 0; i < wanted.length; i++) {
      wanted[i] += withSecond[i];
    }
    assertClose(both, wanted);
  }

  @Test
  @DisplayName("of one decoder leaves the other alone, though their weights have equal names")
  void knowsItsDecoder() {
    String name = "dit.blocks.0.attn.a_to_out.weight";
    Adapter adapter = adapter(1, 2, WeightSet.EDITING_DECODER, name);
    AdapterChoice choice = new AdapterChoice(written("one", adapter), 1);

    assertThat(weight(WeightSet.GENERATION_DECODER, name, choice))
        .isEqualTo(weight(WeightSet.GENERATION_DECODER, name));
    assertClose(
        weight(WeightSet.EDITING_DECODER, name, choice),
        sum(weight(WeightSet.EDITING_DECODER, name), 1, adapter));
    assertThat(SafetensorsReader.open(choice.file().resolve("adapter_model.safetensors")).tensors())
        .containsOnlyKeys(
            "base_model.model.pipe.dit.blocks.0.attn.a_to_out.lora_A.weight",
            "base_model.model.pipe.dit.blocks.0.attn.a_to_out.lora_B.weight");
  }

  @Test
  @DisplayName("is read as it was written, from its folder or its file")
  void roundTrip() {
    Adapter adapter = adapter(1, 6, WeightSet.BACKBONE, QUERY);
    Path place = written("one", adapter);

    for (Path path : List.of(place, place.resolve("adapter_model.safetensors"))) {
      Adapter read = files.read(path);
      assertThat(read.sets()).containsExactly(WeightSet.BACKBONE);
      assertThat(read.rank()).isEqualTo(RANK);
      assertThat(read.alpha()).isEqualTo(6);
      assertThat(read.factors()).containsOnlyKeys(QUERY);
      assertThat(read.factors().get(QUERY).a().bytes())
          .isEqualTo(adapter.factors().get(QUERY).a().bytes());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "base_model.model.model.layers.0.self_attn.q_proj, model.layers.0.self_attn.q_proj, BACKBONE",
    "model.language_model.layers.0.mlp.up_proj, model.layers.0.mlp.up_proj, BACKBONE",
    "base_model.model.visual.blocks.1.attn.qkv, visual.blocks.1.attn.qkv, BACKBONE",
    "blocks.0.attn.a_to_qkv, dit.blocks.0.attn.a_to_qkv, GENERATION_DECODER EDITING_DECODER",
    "pipe.dit.single_blocks.3.proj_out, dit.single_blocks.3.proj_out,"
        + " GENERATION_DECODER EDITING_DECODER",
    "base_model.model.adapter.0, adapter.0, GENERATION_DECODER",
    "base_model.model.embedding_merger.layers.0.mlp.up_proj,"
        + " embedding_merger.layers.0.mlp.up_proj, EDITING_DECODER",
  })
  @DisplayName("of other writers is read: other prefixes, the adapter's name inside, no set told")
  void otherWriters(String module, String weight, String sets) throws IOException {
    Adapter read =
        foreign(
            Map.of(
                module + ".lora_A.default.weight", random(1, 4, 6),
                module + ".lora_B.default.weight", random(2, 8, 4)),
            "{\"r\": 4, \"lora_alpha\": 8, \"use_rslora\": true, \"rank_pattern\": {}}");

    assertThat(read.factors()).containsOnlyKeys(weight + ".weight");
    assertThat(read.sets())
        .extracting(WeightSet::name)
        .containsExactlyInAnyOrder(sets.split(" ", -1));
    assertThat(read.factor()).as("8 / √4").isCloseTo(4, Offset.offset(1e-9));
  }

  private Adapter foreign(Map<String, Tensor> tensors, String config) throws IOException {
    SafetensorsWriter.write(folder.resolve("adapter_model.safetensors"), tensors, Map.of());
    Files.writeString(folder.resolve("adapter_config.json"), config);
    return files.read(folder);
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "rslora"})
  @DisplayName("that PEFT wrote is merged as PEFT merges it")
  void equalsPeft(String name) {
    AdapterChoice choice = new AdapterChoice(Golden.path("peft/" + name), 1);
    Map<String, Tensor> wanted =
        new SafetensorsTensorFiles().read(Golden.path("peft/" + name + ".merged.safetensors"));
    try (ModelFolder model =
        new NexusGenModelLibrary().open(Golden.path("peft/base"), List.of(choice))) {
      WeightStore store = model.weights(WeightSet.BACKBONE);
      assertThat(store.names()).isEqualTo(wanted.keySet());
      wanted.forEach(
          (weight, tensor) ->
              assertThat(store.read(weight).floats())
                  .as(weight)
                  .containsExactly(tensor.floats(), Offset.offset(1e-6f)));
    }
  }

  @Test
  @DisplayName("that is broken, or more than W + B A, is refused with its file and the reason")
  void refusals() throws IOException {
    Map<String, Tensor> good = new HashMap<>();
    good.put("m.q.lora_A.weight", random(1, 4, 6));
    good.put("m.q.lora_B.weight", random(2, 8, 4));
    String config = "{\"r\": 4, \"lora_alpha\": 8%s}";
    refuses(good, config.formatted(", \"use_dora\": true"), "use_dora");
    refuses(good, config.formatted(", \"init_lora_weights\": \"pissa\""), "pissa");
    refuses(good, config.formatted(", \"rank_pattern\": {\"q\": 2}"), "rank_pattern");
    refuses(good, config.formatted(", \"peft_type\": \"LOHA\""), "LOHA");
    refuses(good, "{\"r\": 3, \"lora_alpha\": 8}", "rank 3");
    refuses(good, "{\"r\": 4}", "lora_alpha");
    refuses(Map.of(), config.formatted(""), "1 or more");
    refuses(Map.of("m.q.lora_A.weight", random(1, 4, 6)), config.formatted(""), "B for 0");
    refuses(Map.of("m.q.weight", random(1, 4, 6)), config.formatted(""), "'m.q.weight'");
    Map<String, Tensor> askew = new HashMap<>(good);
    askew.put("m.q.lora_B.weight", random(2, 8, 3));
    refuses(askew, config.formatted(""), "[8,3]");
    Map<String, Tensor> mixed = new HashMap<>(good);
    mixed.put("blocks.0.x.lora_A.weight", random(1, 4, 6));
    mixed.put("blocks.0.x.lora_B.weight", random(2, 8, 4));
    refuses(mixed, config.formatted(""), "several parts");
    assertThatThrownBy(() -> files.read(folder.resolve("nothing")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("no such file");
  }

  private void refuses(Map<String, Tensor> tensors, String config, String message) {
    assertThatThrownBy(() -> foreign(tensors, config))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(folder.toString())
        .hasMessageContaining(message);
  }

  @Test
  @DisplayName("of another model is refused when its weights are asked for")
  void otherModel() {
    Adapter deeper = adapter(1, 1, WeightSet.BACKBONE, "model.layers.9.self_attn.q_proj.weight");
    Adapter narrower = adapter(1, 1, WeightSet.BACKBONE, "model.layers.0.self_attn.k_proj.weight");
    for (Adapter adapter : List.of(deeper, narrower)) {
      AdapterChoice choice = new AdapterChoice(written("other", adapter), 1);
      assertThatThrownBy(() -> weight(WeightSet.BACKBONE, QUERY, choice))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining(choice.file().toString());
    }
  }

  @Test
  @DisplayName("keeps the checkpoint's precision")
  void keepsPrecision() {
    Map<String, Tensor> weights = new HashMap<>();
    weights.put("model.layers.0.x.weight", random(3, WIDTH, WIDTH));
    new NexusGenModelWriter()
        .write(folder.resolve("half"), WeightSet.BACKBONE, weights, DType.BF16);
    Adapter adapter = adapter(1, 1, WeightSet.BACKBONE, "model.layers.0.x.weight");
    try (ModelFolder model =
        new NexusGenModelLibrary()
            .open(folder.resolve("half"), List.of(new AdapterChoice(written("one", adapter), 1)))) {
      assertThat(model.weights(WeightSet.BACKBONE).read("model.layers.0.x.weight").dtype())
          .isEqualTo(DType.BF16);
    }
  }

  @Test
  @DisplayName("is a service")
  void service() {
    assertThat(ServiceLoader.load(AdapterFiles.class))
        .hasAtLeastOneElementOfType(PeftAdapterFiles.class);
  }
}
