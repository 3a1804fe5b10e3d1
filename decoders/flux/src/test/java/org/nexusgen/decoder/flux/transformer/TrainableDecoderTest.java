package org.nexusgen.decoder.flux.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nexusgen.decoder.flux.Reference.assertClose;
import static org.nexusgen.decoder.flux.Reference.get;
import static org.nexusgen.decoder.flux.Reference.tensors;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.decode.Conditioning.TokenGroup;
import org.nexusgen.api.decode.DecodingTask;
import org.nexusgen.api.engine.GraphSession;
import org.nexusgen.api.engine.RunResult;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.train.InitialWeight;
import org.nexusgen.api.train.TrainableVisionDecoder;
import org.nexusgen.api.weights.ConfigTree;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.WeightStore;
import org.nexusgen.decoder.flux.Reference;
import org.nexusgen.decoder.flux.session.SessionOpener;

@DisplayName("The transformer in training is the transformer that paints")
class TrainableDecoderTest {
  private static final double TOLERANCE = 2e-5;
  private static final double GUIDANCE = 3.5;
  private static final double[] TIMESTEPS = {750.7477, 993.25696, 43.604652};
  private static final TokenGroup NOWHERE = new TokenGroup(9, 9, false);
  private static final TokenGroup TARGET = new TokenGroup(9, 9, true);
  private static final TokenGroup SOURCE = new TokenGroup(18, 18, true);

  @ParameterizedTest
  @EnumSource(DecodingTask.class)
  @DisplayName("its configuration alone says what the weights' shapes say")
  void describedByItsConfiguration(DecodingTask task) {
    try (ModelFolder model = Reference.mini()) {
      TrainableVisionDecoder trainable = provider(task).open(model);
      WeightStore weights = model.weights(trainable.weightSet());
      ConfigTree file = model.requireConfig(FluxConfig.FILE);
      assertThat(FluxConfig.of(file)).isEqualTo(FluxConfig.of(weights, Optional.of(file)));
    }
  }

  @ParameterizedTest
  @CsvSource({"gen_16x16, GENERATION", "gen_12x20, GENERATION", "edit_ref_16x16, EDITING"})
  @DisplayName("pictures of a batch, each with its own timestep, get what each gets alone")
  void batchIsEachAlone(String name, DecodingTask task) {
    Map<String, Tensor> golden = tensors("decoder/dit/" + name + ".safetensors");
    List<TokenGroup> groups =
        task == DecodingTask.GENERATION ? List.of(NOWHERE) : List.of(TARGET, SOURCE);
    float[] latent = get(golden, "latent").floats();
    float[] context = get(golden, "context").floats();
    float[] timesteps = {get(golden, "timestep").floats()[0], 993.25696f, 43.604652f};
    Tensor latents = batch(get(golden, "latent"), latent, reversed(latent), scaled(latent, 0.5f));
    Tensor contexts =
        batch(get(golden, "context"), context, scaled(context, -1), reversed(context));
    double[] each = {timesteps[0], timesteps[1], timesteps[2]};

    try (ModelFolder model = Reference.checkpoint()) {
      WeightStore weights = model.weights(new FluxTrainableDecoder(config(task), task).weightSet());
      FluxTrainableDecoder trainable =
          new FluxTrainableDecoder(FluxConfig.of(weights, Optional.empty()), task);
      Map<String, Tensor> inputs =
          new HashMap<>(trainable.inputs(latents, each, GUIDANCE, get(golden, "pooled"), groups));
      inputs.put(TrainableVisionDecoder.CONTEXT, contexts);
      float[] velocity = run(trainable.graph(), weights, inputs);

      int size = latent.length;
      Tensor first = trainable.packed(get(golden, "velocity"));
      assertClose("first", Arrays.copyOf(velocity, size), first.floats(), TOLERANCE);
      for (int i = 0; i < timesteps.length; i++) {
        Tensor alone =
            alone(
                weights, golden, groups, contexts.rows(i, i + 1), latents.rows(i, i + 1), each[i]);
        float[] got = Arrays.copyOfRange(velocity, i * size, (i + 1) * size);
        assertClose("picture " + i, got, trainable.packed(alone).floats(), TOLERANCE);
      }
    }
  }

  /** As painting computes it. */
  private static Tensor alone(
      WeightStore weights,
      Map<String, Tensor> golden,
      List<TokenGroup> groups,
      Tensor context,
      Tensor latent,
      double timestep) {
    PatchGrid grid =
        PatchGrid.of(latent.shape().size(1), latent.shape().size(2), latent.shape().size(3));
    SessionOpener opener = new SessionOpener(Reference.engine(), weights, Reference.settings());
    try (DiffusionTransformer transformer =
            new DiffusionTransformer(FluxConfig.of(weights, Optional.empty()), opener);
        Branch branch =
            transformer.branch(
                grid, context, Position.ofContext(groups, grid), get(golden, "pooled"), GUIDANCE)) {
      float[] velocity = branch.velocity(latent.floats(), (float) timestep);
      return Tensor.of(velocity, latent.shape().toArray());
    }
  }

  @Test
  @DisplayName("fresh, its blocks do nothing and its velocity is zero")
  void freshStart() {
    FluxTrainableDecoder trainable =
        new FluxTrainableDecoder(config(DecodingTask.GENERATION), DecodingTask.GENERATION);
    Map<String, InitialWeight.Start> starts = new HashMap<>();
    trainable.initialWeights().forEach(weight -> starts.put(weight.name(), weight.start()));
    assertThat(starts)
        .containsEntry("dit.blocks.0.norm1_a.linear.weight", InitialWeight.zeros())
        .containsEntry("dit.blocks.1.norm1_b.linear.bias", InitialWeight.zeros())
        .containsEntry("dit.single_blocks.0.norm.linear.weight", InitialWeight.zeros())
        .containsEntry("dit.final_norm_out.linear.weight", InitialWeight.zeros())
        .containsEntry("dit.final_proj_out.weight", InitialWeight.zeros())
        .containsEntry("dit.blocks.0.attn.norm_q_b.weight", InitialWeight.ones())
        .containsEntry("dit.x_embedder.bias", InitialWeight.zeros())
        .containsEntry("dit.x_embedder.weight", InitialWeight.uniform(Math.sqrt(6.0 / (128 + 64))))
        .containsEntry("dit.time_embedder.timestep_embedder.0.weight", InitialWeight.normal(0.02));
  }

  @Test
  @DisplayName("what does not fit is refused by name")
  void refusals() {
    FluxTrainableDecoder trainable =
        new FluxTrainableDecoder(config(DecodingTask.GENERATION), DecodingTask.GENERATION);
    Tensor pooled = Tensor.of(new float[16], 1, 16);
    List<TokenGroup> groups = List.of(NOWHERE);
    assertThatThrownBy(() -> trainable.packed(Tensor.of(new float[8 * 16], 1, 8, 4, 4)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("got shape [1,8,4,4]")
        .hasMessageContaining("wants [pictures,16,rows,columns]");
    assertThatThrownBy(() -> trainable.packed(Tensor.of(new float[16 * 12], 1, 16, 3, 4)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("even");
    Tensor latents = Tensor.of(new float[16 * 16], 1, 16, 4, 4);
    assertThatThrownBy(() -> trainable.inputs(latents, TIMESTEPS, GUIDANCE, pooled, groups))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("3 timesteps")
        .hasMessageContaining("one a picture");
    Tensor wide = Tensor.of(new float[32], 1, 32);
    assertThatThrownBy(() -> trainable.inputs(latents, new double[1], GUIDANCE, wide, groups))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("pooled text vector");
  }

  @ParameterizedTest
  @CsvSource({
    "num_layers, key 'num_layers' is missing",
    "attention_head_dim, key 'attention_head_dim' is missing",
    "joint_attention_dim, key 'joint_attention_dim' is missing"
  })
  @DisplayName("a configuration that lacks a key is refused by the key")
  void missingKey(String key, String message) {
    Map<String, Object> values =
        new HashMap<>(
            Map.of(
                "attention_head_dim", 128,
                "num_attention_heads", 1,
                "num_layers", 2,
                "num_single_layers", 1,
                "in_channels", 64,
                "joint_attention_dim", 64,
                "pooled_projection_dim", 16,
                "guidance_embeds", true));
    assertThat(FluxConfig.of(new ConfigTree("transformer/config.json", values)))
        .isEqualTo(config(DecodingTask.GENERATION));
    values.remove(key);
    assertThatThrownBy(() -> FluxConfig.of(new ConfigTree("transformer/config.json", values)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(message);
  }

  private static float[] run(Graph graph, WeightStore weights, Map<String, Tensor> inputs) {
    try (GraphSession session = Reference.engine().open(graph, weights, Reference.settings());
        RunResult result = session.run(inputs)) {
      return result.tensor(TrainableVisionDecoder.VELOCITY).floats();
    }
  }

  private static TrainableVisionDecoder.Provider provider(DecodingTask task) {
    return ServiceLoader.load(TrainableVisionDecoder.Provider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(provider -> provider.task() == task && provider.name().equals("flux"))
        .findFirst()
        .orElseThrow();
  }

  private static FluxConfig config(DecodingTask task) {
    int doubles = task == DecodingTask.GENERATION ? 2 : 1;
    return new FluxConfig(128, 128, doubles, 1, 64, 64, 16, 512, 256, true, List.of(16, 56, 56));
  }

  private static Tensor batch(Tensor one, float[]... rows) {
    long[] shape = one.shape().toArray();
    shape[0] = rows.length;
    float[] all = new float[rows.length * rows[0].length];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, all, i * rows[i].length, rows[i].length);
    }
    return Tensor.of(all, shape);
  }

  private static float[] reversed(float[] values) {
    float[] result = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      result[i] = values[values.length - 1 - i];
    }
    return result;
  }

  private static float[] scaled(float[] values, float factor) {
    float[] result = values.clone();
    for (int i = 0; i < result.length; i++) {
      result[i] *= factor;
    }
    return result;
  }
}
