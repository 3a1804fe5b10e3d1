package org.nexusgen.parity.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.weights.WeightSet;
import org.nexusgen.engine.tensorrt.precision.MixedPrecision;
import org.nexusgen.engine.tensorrt.precision.PrecisionPlan;
import org.nexusgen.engine.tensorrt.support.ReadableGraph;
import org.nexusgen.engine.tensorrt.support.Release;
import org.nexusgen.engine.tensorrt.support.SupportCheck;
import org.nexusgen.graph.OpenSizes;
import org.nexusgen.graph.onnx.CacheOutside;

@DisplayName("The published model's graphs")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PublishedGraphsTest {
  private static final long LARGEST_TENSOR = 152064L * 3584;

  private GraphCollector collector = new GraphCollector();

  @BeforeAll
  void collect(@TempDir Path folder) {
    Numbers none = Numbers.none(folder.resolve("none"), LARGEST_TENSOR);
    collector = Parts.collect(PaperModel.whole(none));
  }

  @Test
  @DisplayName("are written for tensors as many as the published files have")
  void counts() {
    Layout layout = Layout.read(Map.of());
    assertThat(layout.of(WeightSet.GENERATION_DECODER)).hasSize(788);
    assertThat(layout.of(WeightSet.EDITING_DECODER)).hasSize(799);
    assertThat(layout.of(WeightSet.CLIP_TEXT_ENCODER)).hasSize(196);
    assertThat(layout.of(WeightSet.T5_TEXT_ENCODER)).hasSize(219);
    assertThat(layout.of(WeightSet.AUTOENCODER)).hasSize(244);
    assertThat(parameters(layout, WeightSet.AUTOENCODER, "")).isEqualTo(83_819_683);
    assertThat(parameters(layout, WeightSet.GENERATION_DECODER, "dit.")).isEqualTo(11_901_408_320L);
    assertThat(parameters(layout, WeightSet.GENERATION_DECODER, "adapter.")).isEqualTo(31_481_856);
    assertThat(parameters(layout, WeightSet.EDITING_DECODER, "embedding_merger."))
        .isEqualTo(358_931_456);
  }

  private static long parameters(Layout layout, WeightSet set, String prefix) {
    return layout.of(set).entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(prefix))
        .mapToLong(entry -> entry.getValue().elements())
        .sum();
  }

  @Test
  @DisplayName("name these tensors, with their shapes")
  void weights() {
    assertThat(collector.collected().keySet())
        .containsExactlyInAnyOrder(
            "vision encoder",
            "qwen-backbone",
            "generation projector",
            "editing projector",
            "CLIP text encoder",
            "T5 text encoder",
            "flux-conditioner",
            "flux-transformer",
            "flux-measure",
            "flux-reuse",
            "flux-autoencoder-encoder",
            "flux-autoencoder-decoder");
    collector
        .collected()
        .forEach(
            (name, collected) ->
                assertThat(collected.graph().weights())
                    .as(name)
                    .isNotEmpty()
                    .allSatisfy(
                        weight ->
                            assertThat(collected.weights().entry(weight.name()).shape())
                                .as(weight.name())
                                .isEqualTo(weight.type().shape())));
  }

  @TestFactory
  @DisplayName("are read by TensorRT 8.6 at every size that a request brings")
  Stream<DynamicTest> eight() {
    return collector.collected().values().stream()
        .flatMap(
            collected ->
                runs(collected).stream()
                    .map(
                        sizes ->
                            DynamicTest.dynamicTest(
                                collected.graph().name() + " " + sizes,
                                () -> reads(collected.graph(), sizes))));
  }

  private static void reads(Graph graph, Map<String, Long> sizes) {
    Graph readable = ReadableGraph.forEight(graph, sizes);
    assertThat(new OpenSizes(readable).symbols()).isEmpty();
    assertThat(readable.outputs()).hasSameSizeAs(graph.outputs());
    assertThat(readable.weights()).isEqualTo(graph.weights());
  }

  @TestFactory
  @DisplayName("are read by TensorRT 11 with open sizes")
  Stream<DynamicTest> eleven() {
    return collector.collected().values().stream()
        .map(
            collected ->
                DynamicTest.dynamicTest(
                    collected.graph().name(),
                    () ->
                        assertThat(ReadableGraph.forEleven(collected.graph()).opset())
                            .isEqualTo(23)));
  }

  @ParameterizedTest(name = "{0}, {1}: {2}")
  @DisplayName("do so much of their products on 16 bits when sensitive places stay on 32")
  @CsvSource(
      delimiter = '|',
      value = {
        "vision encoder           | tokens=81 bins=6 slots=64                  | 0.78",
        "qwen-backbone            | batch=1 rows=81 past=600 scored=1 images=81 | 0.71",
        "generation projector     | batch=1 contextTokens=81                   | 1.00",
        "editing projector        | batch=1 contextTokens=405                  | 0.81",
        "flux-transformer         | imageTokens=1024 contextTokens=81          | 1.00",
        "flux-autoencoder-decoder | rows=64 columns=64                         | 0.00",
        "CLIP text encoder        |                                            | 1.00",
        "T5 text encoder          | length=512                                 | 0.78"
      })
  void halves(String name, String sizes, double share) {
    Graph readable = ReadableGraph.forEight(collector.named(name).graph(), Inputs.sizes(sizes));
    PrecisionPlan plan = PrecisionPlan.of(readable);
    assertThat(Products.share(readable, node -> !plan.isFull(node))).isCloseTo(share, within(0.01));
    SupportCheck.require(MixedPrecision.of(readable, plan), Release.eight());
  }

  @ParameterizedTest(name = "{0}, {1}: {2} on float16, {3} on bfloat16")
  @DisplayName("do so much of their products on 16 bits as TensorRT 11 reads them")
  @CsvSource(
      delimiter = '|',
      value = {
        "vision encoder           | tokens=81 bins=6 slots=64                  | 0.78 | 1.00",
        "qwen-backbone            | batch=1 rows=81 past=600 scored=1 images=81 | 0.71 | 1.00",
        "generation projector     | batch=1 contextTokens=81                   | 1.00 | 1.00",
        "editing projector        | batch=1 contextTokens=405                  | 0.81 | 1.00",
        "flux-transformer         | imageTokens=1024 contextTokens=81          | 1.00 | 1.00",
        "flux-autoencoder-decoder | rows=64 columns=64                         | 0.00 | 1.00",
        "CLIP text encoder        |                                            | 1.00 | 1.00",
        "T5 text encoder          | length=512                                 | 0.78 | 1.00"
      })
  void typed(String name, String sizes, double half, double brain) {
    Graph graph = CacheOutside.of(collector.named(name).graph());
    Map.of(DType.F16, half, DType.BF16, brain)
        .forEach(
            (narrow, share) -> {
              PrecisionPlan open = PrecisionPlan.of(graph, narrow);
              Graph typed = MixedPrecision.withNarrowWeights(graph, open);
              assertThat(typed.inputs()).isEqualTo(graph.inputs());
              assertThat(typed.outputs()).isEqualTo(graph.outputs());
              ReadableGraph.forEleven(typed);
              ReadableGraph.forEleven(typed, Inputs.sizes(sizes));
              Graph fixed = ReadableGraph.forEleven(graph, Inputs.sizes(sizes));
              PrecisionPlan plan = PrecisionPlan.of(fixed, narrow);
              assertThat(Products.share(fixed, node -> !plan.isFull(node)))
                  .as("%s", narrow)
                  .isCloseTo(share, within(0.01));
              assertThat(share(typed, narrow)).isGreaterThanOrEqualTo(share - 0.05);
            });
  }

  /** The share of a graph's weights that are of a type. */
  private static double share(Graph graph, DType type) {
    double[] counts = new double[2];
    for (Graph.Argument weight : graph.weights()) {
      long elements = weight.type().shape().elements();
      counts[0] += weight.type().dtype() == type ? elements : 0;
      counts[1] += elements;
    }
    return counts[0] / counts[1];
  }

  /** Reading a prompt, 81 rows of an image behind it, one token; pictures of 512 and 1024. */
  private static List<Map<String, Long>> runs(GraphCollector.Collected collected) {
    Set<String> open = new OpenSizes(collected.graph()).symbols();
    List<Map<String, Long>> runs = new ArrayList<>(collected.runs());
    if (open.contains("past")) {
      runs.add(Map.of("batch", 1L, "rows", 512L, "past", 0L, "scored", 1L, "images", 0L));
      runs.add(Map.of("batch", 2L, "rows", 512L, "past", 512L, "scored", 2L, "images", 1L));
      runs.add(Map.of("batch", 1L, "rows", 81L, "past", 600L, "scored", 1L, "images", 81L));
      runs.add(Map.of("batch", 1L, "rows", 1L, "past", 681L, "scored", 1L, "images", 0L));
    } else if (open.contains("imageTokens") || open.contains("contextTokens")) {
      for (long context : List.of(81L, 405L)) {
        runs.add(Map.of("batch", 1L, "imageTokens", 1024L, "contextTokens", context));
        runs.add(Map.of("batch", 1L, "imageTokens", 4096L, "contextTokens", context));
      }
    } else if (open.contains("columns")) {
      runs.add(Map.of("rows", 64L, "columns", 64L));
      runs.add(Map.of("rows", 128L, "columns", 128L));
    }
    assertThat(runs).as("sizes of " + collected.graph().name()).isNotEmpty();
    return runs;
  }
}
