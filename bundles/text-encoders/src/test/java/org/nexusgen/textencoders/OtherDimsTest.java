package org.nexusgen.textencoders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nexusgen.plain.Close.assertClose;

import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.plain.Matrix;
import org.nexusgen.plain.MemoryModel;

/** Dims and depths drawn at random, against the formulas in plain double arithmetic. */
@DisplayName("text encoders of any dims compute what the papers say")
class OtherDimsTest {
  private static final double TOLERANCE = 2e-5;
  private static final Path NOWHERE = Path.of("test-model");

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  @DisplayName("CLIP")
  void clip(long seed) {
    Random random = new Random(seed);
    int heads = random.nextInt(1, 5);
    ClipConfig config =
        new ClipConfig(
            random.nextInt(20, 60),
            heads * random.nextInt(2, 12),
            random.nextInt(4, 50),
            random.nextInt(1, 4),
            heads,
            random.nextInt(4, 30),
            1e-5,
            seed % 2 == 0);
    MemoryModel model = clipModel(random, config);
    int[] text = random.ints(random.nextInt(0, 40), 0, config.beginOfText()).toArray();
    try (ClipEncoder encoder = new ClipEncoder(model.context())) {
      assertThat(encoder.config()).isEqualTo(config);
      Tensor ids = encoder.framed(text);
      Matrix wanted = new Matrix(new double[][] {PlainEncoders.clip(model, config, ids.longs())});
      assertClose("pooled", encoder.pooled(text).floats(), wanted.floats(), TOLERANCE);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  @DisplayName("T5")
  void t5(long seed) {
    Random random = new Random(seed);
    T5Config config =
        new T5Config(
            random.nextInt(20, 60),
            random.nextInt(4, 24),
            random.nextInt(1, 5),
            random.nextInt(4, 24),
            random.nextInt(1, 3),
            random.nextInt(1, 4),
            4 * random.nextInt(1, 9),
            random.nextInt(20, 200),
            1e-6,
            1,
            0);
    MemoryModel model = t5Model(random, config);
    int[] text = random.ints(random.nextInt(0, 600), 2, config.vocabSize()).toArray();
    try (T5Encoder encoder = new T5Encoder(model.context())) {
      Matrix wanted = PlainEncoders.t5(model, config, encoder.framed(text).longs());
      assertClose("tokens", encoder.tokens(text).floats(), wanted.floats(), TOLERANCE);
    }
  }

  @Test
  @DisplayName("a config that contradicts the weights is refused by key")
  void contradiction() {
    Random random = new Random(1);
    T5Config config = new T5Config(20, 8, 4, 8, 1, 2, 8, 20, 1e-6, 1, 0);
    MemoryModel model = t5Model(random, config).with(T5Config.FILE, Map.of("num_heads", 3));
    assertThatThrownBy(() -> new T5Encoder(model.context()))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("'num_heads' in text_encoder_2/config.json: got 3, wants 2");
    ClipConfig clip = new ClipConfig(20, 8, 8, 1, 2, 5, 1e-5, true);
    MemoryModel other =
        clipModel(random, clip).with(ClipConfig.FILE, Map.of("num_attention_heads", 3));
    assertThatThrownBy(() -> new ClipEncoder(other.context()))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("num_attention_heads");
  }

  private static MemoryModel clipModel(Random random, ClipConfig config) {
    int width = config.hiddenSize();
    Map<String, ?> json =
        Map.of(
            "num_attention_heads",
            config.numAttentionHeads(),
            "hidden_act",
            config.quickGelu() ? "quick_gelu" : "gelu");
    MemoryModel model = new MemoryModel(NOWHERE).with(ClipConfig.FILE, json);
    String root = ClipConfig.PREFIX;
    model
        .with(random, root + "embeddings.token_embedding.weight", 0, config.vocabSize(), width)
        .with(
            random,
            root + "embeddings.position_embedding.weight",
            0,
            config.maxPositionEmbeddings(),
            width);
    norm(random, model, root + "final_layer_norm", width);
    for (int i = 0; i < config.numHiddenLayers(); i++) {
      String layer = root + "encoder.layers." + i + ".";
      norm(random, model, layer + "layer_norm1", width);
      norm(random, model, layer + "layer_norm2", width);
      for (String name : new String[] {"q_proj", "k_proj", "v_proj", "out_proj"}) {
        linear(random, model, layer + "self_attn." + name, width, width);
      }
      linear(random, model, layer + "mlp.fc1", width, config.intermediateSize());
      linear(random, model, layer + "mlp.fc2", config.intermediateSize(), width);
    }
    return model;
  }

  private static void norm(Random random, MemoryModel model, String name, int width) {
    model.with(random, name + ".weight", 1, width).with(random, name + ".bias", 0, width);
  }

  private static void linear(Random random, MemoryModel model, String name, int in, int out) {
    model.with(random, name + ".weight", 0, out, in).with(random, name + ".bias", 0, out);
  }

  private static MemoryModel t5Model(Random random, T5Config config) {
    int width = config.dModel();
    int inner = config.numHeads() * config.dKv();
    MemoryModel model =
        new MemoryModel(NOWHERE)
            .with(
                T5Config.FILE,
                Map.of("relative_attention_max_distance", config.relativeAttentionMaxDistance()))
            .with(random, "shared.weight", 0, config.vocabSize(), width)
            .with(random, "encoder.final_layer_norm.weight", 1, width)
            .with(
                random,
                T5Network.BLOCKS + "0.layer.0.SelfAttention.relative_attention_bias.weight",
                0,
                config.relativeAttentionNumBuckets(),
                config.numHeads());
    for (int i = 0; i < config.numLayers(); i++) {
      String layer = T5Network.BLOCKS + i + ".layer.";
      model
          .with(random, layer + "0.layer_norm.weight", 1, width)
          .with(random, layer + "1.layer_norm.weight", 1, width)
          .with(random, layer + "0.SelfAttention.q.weight", 0, inner, width)
          .with(random, layer + "0.SelfAttention.k.weight", 0, inner, width)
          .with(random, layer + "0.SelfAttention.v.weight", 0, inner, width)
          .with(random, layer + "0.SelfAttention.o.weight", 0, width, inner)
          .with(random, layer + "1.DenseReluDense.wi_0.weight", 0, config.dFf(), width)
          .with(random, layer + "1.DenseReluDense.wi_1.weight", 0, config.dFf(), width)
          .with(random, layer + "1.DenseReluDense.wo.weight", 0, width, config.dFf());
    }
    return model;
  }
}
