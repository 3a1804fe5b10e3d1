package org.nexusgen.decoder.flux.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nexusgen.decoder.flux.Reference.assertClose;
import static org.nexusgen.decoder.flux.Reference.get;
import static org.nexusgen.decoder.flux.Reference.tensors;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nexusgen.api.decode.Conditioning;
import org.nexusgen.api.decode.Conditioning.TokenGroup;
import org.nexusgen.api.engine.GraphSession;
import org.nexusgen.api.engine.RunResult;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.WeightSet;
import org.nexusgen.api.weights.WeightStore;
import org.nexusgen.decoder.flux.Reference;
import org.nexusgen.decoder.flux.session.SessionOpener;
import org.nexusgen.decoder.flux.tiling.Tile;

@DisplayName("The diffusion transformer gives the reference's values")
class TransformerGoldenTest {
  private static final double TOLERANCE = 2e-5;
  private static final TokenGroup TARGET = new TokenGroup(9, 9, true);
  private static final TokenGroup SOURCE = new TokenGroup(18, 18, true);
  private static final TokenGroup NOWHERE = new TokenGroup(9, 9, false);

  @ParameterizedTest
  @ValueSource(
      strings = {"gen_16x16", "gen_12x20", "edit_target_16x16", "edit_ref_16x16", "edit_ref_12x20"})
  @DisplayName("block by block, and its velocity")
  void blockByBlock(String name) {
    Map<String, Tensor> golden = tensors("decoder/dit/" + name + ".safetensors");
    try (ModelFolder model = Reference.checkpoint()) {
      WeightStore weights = weights(model, name);
      FluxConfig config = FluxConfig.of(weights, Optional.empty());
      Map<String, Tensor> seen = runWithProbes(config, weights, golden, name);

      assertThat(seen).hasSizeGreaterThan(4);
      for (Map.Entry<String, Tensor> probe : seen.entrySet()) {
        compare(golden, probe.getKey(), probe.getValue());
      }
    }
  }

  @Test
  @DisplayName("in tiles")
  void inTiles() {
    Map<String, Tensor> golden = tensors("decoder/dit/gen_tiled_24x32_16_8.safetensors");
    try (ModelFolder model = Reference.checkpoint()) {
      WeightStore weights = model.weights(WeightSet.GENERATION_DECODER);
      FluxConfig config = FluxConfig.of(weights, Optional.empty());
      PatchGrid whole = PatchGrid.of(16, 24, 32);
      List<Tile> tiles = Tile.cover(24, 32, 16, 8);
      try (DiffusionTransformer transformer = open(config, weights);
          Branch branch = branch(transformer, golden, PatchGrid.of(16, 16, 16), NOWHERE)) {
        float[] velocity =
            new TiledDenoiser(whole, tiles, branch)
                .velocity(get(golden, "latent").floats(), number(golden, "timestep"));
        assertClose("velocity", velocity, get(golden, "velocity").floats(), TOLERANCE);
      }
    }
  }

  @Test
  @DisplayName("when a step is reused with its own residual")
  void reuseOfAStepIsThatStep() {
    Map<String, Tensor> golden = tensors("decoder/dit/gen_16x16.safetensors");
    try (ModelFolder model = Reference.checkpoint()) {
      WeightStore weights = model.weights(WeightSet.GENERATION_DECODER);
      FluxConfig config = FluxConfig.of(weights, Optional.empty());
      try (DiffusionTransformer transformer = open(config, weights);
          Branch branch = branch(transformer, golden, PatchGrid.of(16, 16, 16), NOWHERE)) {
        float[] latents = get(golden, "latent").floats();
        float timestep = number(golden, "timestep");
        Branch.Computed computed = branch.compute(latents, timestep);
        try (var residual = computed.residual()) {
          float[] reused = branch.reuse(latents, timestep, residual);
          assertClose("reused", reused, computed.velocity(), TOLERANCE);
        }
      }
    }
  }

  @Test
  @DisplayName("in positions, rotations, sinusoids and patches")
  void outsideOfTheGraph() {
    Map<String, Tensor> golden = tensors("decoder/dit/gen_16x16.safetensors");
    PatchGrid grid = PatchGrid.of(16, 16, 16);
    float[] patches = grid.toTokens(get(golden, "latent").floats());
    assertThat(patches).isEqualTo(get(golden, "patchified").floats());
    assertThat(grid.toLatents(patches)).isEqualTo(get(golden, "latent").floats());

    List<Position> positions = new ArrayList<>(Position.ofText(81));
    positions.addAll(Position.ofPatches(grid));
    RopeTables rope = RopeTables.of(positions, config(golden));
    assertClose("cos", rope.cos().floats(), get(golden, "rope_cos").floats(), 1e-7);
    assertClose("sin", rope.sin().floats(), get(golden, "rope_sin").floats(), 1e-7);

    // One ulp of a frequency is 5e-5 of an angle of 800: PyTorch's exp is not rounded correctly.
    float[] sinusoid = Sinusoid.of(number(golden, "timestep"), 256).floats();
    assertClose("sinusoid", sinusoid, get(golden, "time_sinusoid").floats(), 5e-5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"edit_target_16x16", "edit_ref_16x16", "edit_ref_12x20", "gen_12x20"})
  @DisplayName("in position ids, exactly")
  void positionIds(String name) {
    Map<String, Tensor> golden = tensors("decoder/dit/" + name + ".safetensors");
    PatchGrid grid = grid(golden);
    Conditioning conditioning = new Conditioning(get(golden, "context"), groups(name));
    assertThat(flat(Position.ofContext(conditioning.groups(), grid)))
        .isEqualTo(get(golden, "text_ids").floats());
    assertThat(flat(Position.ofPatches(grid))).isEqualTo(get(golden, "image_ids").floats());
  }

  private static Map<String, Tensor> runWithProbes(
      FluxConfig config, WeightStore weights, Map<String, Tensor> golden, String name) {
    FluxTransformer network = new FluxTransformer(config);
    List<String> probes = new ArrayList<>();
    Graph step =
        network.step(
            (probe, value) -> {
              probes.add(probe);
              value.builder().output(probe, value);
            });
    PatchGrid grid = grid(golden);
    Conditioning conditioning = new Conditioning(get(golden, "context"), groups(name));
    List<Position> positions = new ArrayList<>(Position.ofContext(conditioning.groups(), grid));
    positions.addAll(Position.ofPatches(grid));
    RopeTables rope = RopeTables.of(positions, config);
    Map<String, Tensor> seen = new LinkedHashMap<>();
    SessionOpener opener = new SessionOpener(Reference.engine(), weights, Reference.settings());
    try (GraphSession conditioner = opener.open(network.conditioner());
        GraphSession session = opener.open(step);
        RunResult steady =
            conditioner.run(
                Map.of(
                    FluxTransformer.CONDITIONING,
                    get(golden, "context"),
                    FluxTransformer.POOLED,
                    get(golden, "pooled"),
                    FluxTransformer.GUIDANCE,
                    Sinusoid.of(number(golden, "guidance") * 1000, config.timeWidth())))) {
      Map<String, Tensor> inputs = new HashMap<>();
      float[] patches = grid.toTokens(get(golden, "latent").floats());
      inputs.put(FluxTransformer.IMAGE, Tensor.of(patches, 1, grid.tokens(), config.patchWidth()));
      inputs.put(FluxTransformer.TIME, Sinusoid.of(number(golden, "timestep"), config.timeWidth()));
      inputs.put(FluxTransformer.CONTEXT, steady.tensor(FluxTransformer.CONTEXT));
      inputs.put(FluxTransformer.STEADY, steady.tensor(FluxTransformer.STEADY));
      inputs.put(FluxTransformer.COS, rope.cos());
      inputs.put(FluxTransformer.SIN, rope.sin());
      seen.put("context_embedded", steady.tensor(FluxTransformer.CONTEXT));
      try (RunResult result = session.run(inputs)) {
        probes.forEach(probe -> seen.put(probe, result.tensor(probe)));
        float[] tokens = result.tensor(FluxTransformer.VELOCITY).floats();
        seen.put("velocity", Tensor.of(grid.toLatents(tokens), tokens.length));
      }
    }
    return seen;
  }

  /** Compares with the whole value, or with its first and last rows, whatever is stored. */
  private static void compare(Map<String, Tensor> golden, String name, Tensor actual) {
    float[] values = actual.floats();
    if (golden.containsKey(name)) {
      assertClose(name, values, get(golden, name).floats(), TOLERANCE);
    }
    if (golden.containsKey(name + "_first8")) {
      float[] first = get(golden, name + "_first8").floats();
      assertClose(name, Arrays.copyOf(values, first.length), first, TOLERANCE);
    }
    if (golden.containsKey(name + "_last8")) {
      float[] last = get(golden, name + "_last8").floats();
      int from = values.length - last.length;
      assertClose(name, Arrays.copyOfRange(values, from, values.length), last, TOLERANCE);
    }
  }

  private static Branch branch(
      DiffusionTransformer transformer,
      Map<String, Tensor> golden,
      PatchGrid grid,
      TokenGroup group) {
    Conditioning conditioning = new Conditioning(get(golden, "context"), List.of(group));
    return transformer.branch(
        grid,
        conditioning.tokens(),
        Position.ofContext(conditioning.groups(), grid),
        get(golden, "pooled"),
        number(golden, "guidance"));
  }

  private static DiffusionTransformer open(FluxConfig config, WeightStore weights) {
    return new DiffusionTransformer(
        config, new SessionOpener(Reference.engine(), weights, Reference.settings()));
  }

  private static WeightStore weights(ModelFolder model, String name) {
    return model.weights(
        name.startsWith("gen") ? WeightSet.GENERATION_DECODER : WeightSet.EDITING_DECODER);
  }

  private static List<TokenGroup> groups(String name) {
    if (name.startsWith("gen")) {
      return List.of(NOWHERE);
    }
    return name.startsWith("edit_ref") ? List.of(TARGET, SOURCE) : List.of(TARGET);
  }

  private static PatchGrid grid(Map<String, Tensor> golden) {
    Tensor latent = get(golden, "latent");
    return PatchGrid.of(latent.shape().size(1), latent.shape().size(2), latent.shape().size(3));
  }

  private static FluxConfig config(Map<String, Tensor> golden) {
    int hidden = get(golden, "x_embedded").shape().size(2);
    return new FluxConfig(
        hidden, 128, 2, 1, 64, 64, 16, 4 * hidden, 256, true, List.of(16, 56, 56));
  }

  private static float number(Map<String, Tensor> golden, String name) {
    return get(golden, name).floats()[0];
  }

  private static float[] flat(List<Position> positions) {
    float[] ids = new float[3 * positions.size()];
    IntStream.range(0, positions.size())
        .forEach(
            i -> {
              ids[3 * i] = positions.get(i).picture();
              ids[3 * i + 1] = positions.get(i).row();
              ids[3 * i + 2] = positions.get(i).column();
            });
    return ids;
  }
}
