package org.nexusgen.projectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nexusgen.plain.Close.assertClose;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nexusgen.api.decode.Conditioning;
import org.nexusgen.api.decode.Projector;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.vision.ImageEmbedding;
import org.nexusgen.api.vision.ImageGrid;
import org.nexusgen.api.weights.ModelSettings;
import org.nexusgen.plain.Matrix;
import org.nexusgen.plain.MemoryModel;

/** Dims, depths and grids drawn at random, against the formulas in plain double arithmetic. */
@DisplayName("projectors of any dims compute what the papers say")
class OtherDimsTest {
  private static final Path NOWHERE = Path.of("unused");
  private static final double TOLERANCE = 2e-5;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void adapter(long seed) {
    Random random = new Random(seed);
    int width = random.nextInt(3, 40);
    int inner = random.nextInt(3, 40);
    int context = random.nextInt(3, 40);
    MemoryModel model =
        new MemoryModel(NOWHERE)
            .with(random, "adapter.0.weight", 0, inner, width)
            .with(random, "adapter.0.bias", 0, inner)
            .with(random, "adapter.1.weight", 1, inner)
            .with(random, "adapter.1.bias", 0, inner)
            .with(random, "adapter.3.weight", 0, context, inner)
            .with(random, "adapter.3.bias", 0, context)
            .with(random, "adapter.4.weight", 1, context)
            .with(random, "adapter.4.bias", 0, context);
    ImageEmbedding target = embedding(random, random.nextInt(1, 6), random.nextInt(1, 6), width);
    try (Projector projector = new GenerationProjectors().open(model.context())) {
      Conditioning got = projector.project(target, List.of());
      assertThat(got.tokens().shape().toArray()).containsExactly(1, target.tokens(), context);
      Matrix wanted = PlainNetworks.adapter(model, Matrix.of(target.values()));
      assertClose("context", got.tokens().floats(), wanted.floats(), TOLERANCE);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void merger(long seed) {
    Random random = new Random(seed);
    int kvHeads = random.nextInt(1, 4);
    int heads = kvHeads * random.nextInt(1, 4);
    int time = random.nextInt(0, 3);
    List<Integer> section = List.of(time, random.nextInt(1, 4), random.nextInt(1, 4));
    int headDim = 2 * section.stream().mapToInt(i -> i).sum();
    MergerConfig config =
        new MergerConfig(
            heads * headDim,
            heads,
            kvHeads,
            random.nextInt(4, 50),
            random.nextInt(1, 4),
            random.nextInt(4, 60),
            random.nextInt(4, 60),
            1e-6,
            random.nextBoolean() ? 1e6 : 1e4,
            section,
            random.nextInt(1, 4));
    ImageGrid base = new ImageGrid(1, random.nextInt(4, 80), random.nextInt(4, 80));
    MemoryModel model = mergerModel(random, config, base);
    List<ImageEmbedding> pictures = new ArrayList<>();
    for (int i = 0; i < 1 + seed % 2; i++) {
      pictures.add(
          embedding(random, random.nextInt(1, 6), random.nextInt(1, 6), config.hiddenSize()));
    }
    try (Projector projector = new EditingProjectors().open(model.context())) {
      Conditioning got = projector.project(pictures.get(0), pictures.subList(1, pictures.size()));
      Matrix wanted = PlainNetworks.merger(model, config, base, pictures);
      assertClose("context", got.tokens().floats(), wanted.floats(), TOLERANCE);
    }
  }

  private static ImageEmbedding embedding(Random random, int rows, int columns, int width) {
    float[] values = new float[rows * columns * width];
    IntStream.range(0, values.length).forEach(i -> values[i] = (float) random.nextGaussian());
    return new ImageEmbedding(Tensor.of(values, (long) rows * columns, width), rows, columns);
  }

  private static MemoryModel mergerModel(Random random, MergerConfig config, ImageGrid base) {
    ModelSettings reference = ModelSettings.reference("random");
    ModelSettings settings =
        new ModelSettings(
            reference.name(),
            reference.generationGrid(),
            reference.promptSize(),
            reference.targetSize(),
            reference.referenceSize(),
            base,
            false,
            reference.generation(),
            reference.editing());
    Map<String, ?> json =
        Map.of(
            "num_attention_heads", config.numAttentionHeads(),
            "num_key_value_heads", config.numKeyValueHeads(),
            "rms_norm_eps", config.rmsNormEps(),
            "rope_theta", config.ropeTheta(),
            "rope_scaling", Map.of("mrope_section", config.mropeSection()),
            "vision_config", Map.of("spatial_merge_size", config.spatialMergeSize()));
    MemoryModel model = new MemoryModel(NOWHERE, settings).with("config.json", json);
    int hidden = config.hiddenSize();
    int kv = config.numKeyValueHeads() * config.headDim();
    for (int i = 0; i < config.numHiddenLayers(); i++) {
      String layer = MergerConfig.PREFIX + "layers." + i + ".";
      model
          .with(random, layer + "input_layernorm.weight", 1, hidden)
          .with(random, layer + "post_attention_layernorm.weight", 1, hidden)
          .with(random, layer + "self_attn.q_proj.weight", 0, hidden, hidden)
          .with(random, layer + "self_attn.q_proj.bias", 0, hidden)
          .with(random, layer + "self_attn.k_proj.weight", 0, kv, hidden)
          .with(random, layer + "self_attn.k_proj.bias", 0, kv)
          .with(random, layer + "self_attn.v_proj.weight", 0, kv, hidden)
          .with(random, layer + "self_attn.v_proj.bias", 0, kv)
          .with(random, layer + "self_attn.o_proj.weight", 0, hidden, hidden)
          .with(random, layer + "mlp.gate_proj.weight", 0, config.intermediateSize(), hidden)
          .with(random, layer + "mlp.up_proj.weight", 0, config.intermediateSize(), hidden)
          .with(random, layer + "mlp.down_proj.weight", 0, hidden, config.intermediateSize());
    }
    String projector = MergerConfig.PREFIX + "projector.";
    return model
        .with(random, projector + "0.weight", 1, hidden)
        .with(random, projector + "1.weight", 0, config.expandedSize(), hidden)
        .with(random, projector + "1.bias", 0, config.expandedSize())
        .with(random, projector + "2.weight", 1, config.expandedSize())
        .with(random, projector + "4.weight", 0, config.contextWidth(), config.expandedSize())
        .with(random, projector + "4.bias", 0, config.contextWidth())
        .with(random, projector + "5.weight", 1, config.contextWidth());
  }
}
