package org.nexusgen.projectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nexusgen.plain.Close.assertClose;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.PartContext;
import org.nexusgen.api.decode.Conditioning;
import org.nexusgen.api.decode.Projector;
import org.nexusgen.api.engine.GraphSession;
import org.nexusgen.api.engine.RunResult;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.vision.ImageEmbedding;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.WeightSet;
import org.nexusgen.api.weights.WeightStore;
import org.nexusgen.graph.GraphBuilder;
import org.nexusgen.graph.Ops;
import org.nexusgen.graph.Value;
import org.nexusgen.graph.nn.Layer;
import org.nexusgen.graph.nn.Scope;
import org.nexusgen.plain.MemoryModel;

@DisplayName("the editing projector is the reference's image embedding merger")
class MergerGoldenTest {
  private static final double TOLERANCE = 1e-5;

  private final ModelFolder model = GoldenFiles.decoderModel();

  @AfterEach
  void close() {
    model.close();
  }

  @Test
  @DisplayName("a target alone")
  void target() {
    Map<String, Tensor> golden = GoldenFiles.read("decoder/merger/target_only.safetensors");
    Conditioning got = project(GoldenFiles.embedding(golden, "embed", 9), List.of());
    assertClose("output", got.tokens().floats(), floats(golden, "output"), TOLERANCE);
    assertThat(got.groups()).containsExactly(new Conditioning.TokenGroup(9, 9, true));
  }

  @Test
  @DisplayName("a target and its source picture")
  void targetAndReference() {
    Map<String, Tensor> golden = GoldenFiles.read("decoder/merger/target_and_ref.safetensors");
    Conditioning got =
        project(
            GoldenFiles.embedding(golden, "embed", 9),
            List.of(GoldenFiles.embedding(golden, "ref_embed", 18)));
    assertClose("output", got.tokens().floats(), floats(golden, "output"), TOLERANCE);
    assertThat(got.groups())
        .containsExactly(
            new Conditioning.TokenGroup(9, 9, true), new Conditioning.TokenGroup(18, 18, true));
  }

  @Test
  @DisplayName("a picture that is not square")
  void otherGrid() {
    Map<String, Tensor> golden = GoldenFiles.read("decoder/merger/grid_12x8.safetensors");
    Conditioning got = project(GoldenFiles.embedding(golden, "embed", 6), List.of());
    assertClose("output", got.tokens().floats(), floats(golden, "output"), TOLERANCE);
    assertPositions(golden, List.of(GoldenFiles.embedding(golden, "embed", 6)));
  }

  @Test
  @DisplayName("positions and cosines")
  void positions() {
    Map<String, Tensor> golden = GoldenFiles.read("decoder/merger/target_only.safetensors");
    ImageEmbedding target = GoldenFiles.embedding(golden, "embed", 9);
    assertPositions(golden, List.of(target));
    MergerConfig config = config();
    float[] cos = rotary(config).tables(List.of(target)).cos().floats();
    int half = config.headDim() / 2;
    for (int axis = 0; axis < 3; axis++) {
      float[] wanted = floats(golden, "rope_cos_" + axis);
      int from = config.mropeSection().subList(0, axis).stream().mapToInt(i -> i).sum();
      for (int token = 0; token < target.tokens(); token++) {
        for (int i = from; i < from + config.mropeSection().get(axis); i++) {
          float[] pair = {cos[token * half + i]};
          float[] wantedPair = {wanted[token * 2 * half + i]};
          assertClose("cos of axis " + axis, pair, wantedPair, 1e-6);
        }
      }
    }
  }

  @Test
  @DisplayName("positions of the source picture are half as far apart")
  void referencePositions() {
    Map<String, Tensor> golden = GoldenFiles.read("decoder/merger/target_and_ref.safetensors");
    assertPositions(
        golden,
        List.of(
            GoldenFiles.embedding(golden, "embed", 9),
            GoldenFiles.embedding(golden, "ref_embed", 18)));
  }

  @Test
  @DisplayName("stage by stage")
  void stages() {
    Map<String, Tensor> golden = GoldenFiles.read("decoder/merger/target_only.safetensors");
    Map<String, Tensor> got = stages(GoldenFiles.embedding(golden, "embed", 9));
    got.forEach(
        (name, tensor) -> assertClose(name, tensor.floats(), floats(golden, name), TOLERANCE));
  }

  private Map<String, Tensor> stages(ImageEmbedding target) {
    MergerConfig config = config();
    MergerNetwork network = new MergerNetwork(config);
    GraphBuilder builder = new GraphBuilder("merger, stage by stage");
    Value start = input(builder, "x", target.tokens(), config.hiddenSize());
    Value cos = input(builder, "cos", target.tokens(), config.headDim() / 2);
    Value sin = input(builder, "sin", target.tokens(), config.headDim() / 2);
    Scope root = new Scope(builder, MergerConfig.PREFIX);
    Scope layer = root.at("layers").at(0);
    Value attention = network.attention(layer, start, cos, sin);
    Value x = Ops.add(start, attention);
    Value mlp = network.mlp(layer, x);
    Value afterLayer = network.layer(layer, start, cos, sin);
    Layer first = network.projector(root.at("projector")).get(0);
    builder.output("attn_out", attention);
    builder.output("mlp_out", mlp);
    builder.output("after_layer0", afterLayer);
    builder.output("projector_0", first.apply(afterLayer));

    MergerRotary.Tables tables = rotary(config).tables(List.of(target));
    Tensor values = target.values().reshape(1, target.tokens(), target.width());
    PartContext context = MemoryModel.context(model);
    Map<String, Tensor> stages = new LinkedHashMap<>();
    try (GraphSession session =
            context.engine().open(builder.build(), weights(), context.session());
        RunResult result =
            session.run(Map.of("x", values, "cos", tables.cos(), "sin", tables.sin()))) {
      for (String name : List.of("attn_out", "mlp_out", "after_layer0", "projector_0")) {
        stages.put(name, result.tensor(name));
      }
    }
    return stages;
  }

  private static Value input(GraphBuilder builder, String name, int tokens, int width) {
    return builder.input(name, DType.F32, Dim.of(1), Dim.of(tokens), Dim.of(width));
  }

  private void assertPositions(Map<String, Tensor> golden, List<ImageEmbedding> pictures) {
    float[] wanted = floats(golden, "position_ids"); // (3, 1, L)
    int tokens = wanted.length / 3;
    MergerRotary rotary = rotary(config());
    int at = 0;
    for (ImageEmbedding picture : pictures) {
      for (float[] position : rotary.positions(picture.rows(), picture.columns())) {
        for (int axis = 0; axis < 3; axis++) {
          assertThat(position[axis]).isEqualTo(wanted[axis * tokens + at]);
        }
        at++;
      }
    }
    assertThat(at).isEqualTo(tokens);
  }

  private Conditioning project(ImageEmbedding target, List<ImageEmbedding> references) {
    try (Projector projector = new EditingProjectors().open(MemoryModel.context(model))) {
      return projector.project(target, references);
    }
  }

  private WeightStore weights() {
    return model.weights(WeightSet.EDITING_DECODER);
  }

  private MergerConfig config() {
    return MergerConfig.of(model, weights());
  }

  private MergerRotary rotary(MergerConfig config) {
    return new MergerRotary(config, model.settings().mergerBaseGrid());
  }

  private static float[] floats(Map<String, Tensor> golden, String name) {
    return GoldenFiles.get(golden, name).floats();
  }
}
