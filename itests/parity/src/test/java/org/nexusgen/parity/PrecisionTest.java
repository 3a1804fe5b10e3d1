package org.nexusgen.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nexusgen.api.decode.DecodingTask.EDITING;
import static org.nexusgen.api.decode.DecodingTask.GENERATION;
import static org.nexusgen.parity.Requests.decoding;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.DecodeOptions;
import org.nexusgen.api.DecodingRequest;
import org.nexusgen.api.JobListener;
import org.nexusgen.api.NexusGen;
import org.nexusgen.api.NexusGenConfig;
import org.nexusgen.api.PartContext;
import org.nexusgen.api.engine.SessionSettings;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.text.TextEncoder;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.ModelLibrary;
import org.nexusgen.engine.tensorrt.precision.RangeProbe;
import org.nexusgen.golden.Golden;

/**
 * Measures every graph on the starter and on the reference's small decoders. Each part is given the
 * same float32 values by the parts before it, so that errors are its own; a cache's add up.
 */
@DisplayName("On 16-bit floats with islands of 32")
class PrecisionTest {
  /** The largest finite number of 16 bits (IEEE 754 binary16). */
  private static final double LARGEST_HALF = 65504;

  @BeforeAll
  static void measure() throws IOException {
    Path model = Path.of(System.getProperty("precision.model", Golden.starter().toString()));
    PrecisionEngine.measuring("mini");
    edit(model);
    Path golden = Golden.path("decoder/checkpoint");
    PrecisionEngine.measuring("golden");
    imagine(Golden.path("ar/checkpoint"));
    decode(golden);
    encode(golden);
    PrecisionReport.write(Path.of("target", "precision.md"));
  }

  private static void edit(Path model) {
    try (NexusGen nexusGen = open(model)) {
      nexusGen.edit(
          Requests.painting(
              List.of(Expected.image("starter/expected/scene_0.png")),
              "make the background black",
              decoding(72, 72, 4, 1, 1, EDITING).options()),
          JobListener.silent(),
          new Cancellation());
    }
  }

  private static void imagine(Path model) {
    try (NexusGen nexusGen = open(model)) {
      nexusGen.imagine(
          Requests.imagining(
              List.of(Expected.image("ar/gen/edit_image.png")),
              "Add a pair of sunglasses to the cat.",
              Requests.tokens(200, true, 1)),
          JobListener.silent(),
          new Cancellation());
    }
  }

  private static void decode(Path model) {
    Map<String, Tensor> tensors = Expected.tensors("decoder/pipeline/pipeline.safetensors");
    DecodeOptions options =
        decoding(128, 128, 2, 3, 42, GENERATION)
            .from(Expected.image("decoder/pipeline/img2img_input.png"), 0.6)
            .options();
    try (NexusGen nexusGen = open(model)) {
      nexusGen.decode(
          new DecodingRequest(Expected.tensor(tensors, "embeds"), List.of(), options),
          JobListener.silent(),
          new Cancellation());
    }
  }

  private static void encode(Path model) {
    try (ModelFolder folder = Services.only(ModelLibrary.class).open(model);
        TextEncoder encoder =
            Services.only(TextEncoder.Provider.class)
                .open(new PartContext(folder, new PrecisionEngine(), SessionSettings.standard()))) {
      encoder.encode("");
    }
  }

  private static NexusGen open(Path model) {
    return NexusGen.open(NexusGenConfig.of(model).withEngine(PrecisionEngine.NAME));
  }

  private static PrecisionEngine.Measurement of(String graph) {
    return Objects.requireNonNull(PrecisionEngine.MEASURED.get(graph), graph);
  }

  /** Errors as measured, rounded up: half a unit of 16 bits is 4.9e-4 of a value. */
  @ParameterizedTest(name = "{0} → {1} is off by less than {2} of its size")
  @CsvSource({
    "mini vision encoder, embeddings, 1.5e-3",
    "mini qwen-backbone, image_embeddings, 1.5e-3",
    "mini qwen-backbone, scores, 4e-3",
    "mini qwen-backbone, present_values.3, 1.5e-3",
    "mini editing projector, context, 1.5e-3",
    "mini flux-conditioner, context, 1e-3",
    "mini flux-transformer, velocity, 5e-3",
    "golden vision encoder, embeddings, 3e-3",
    "golden qwen-backbone, image_embeddings, 5e-3",
    "golden generation projector, context, 2e-3",
    "golden flux-transformer, velocity, 5e-3",
    "golden CLIP text encoder, pooled, 2e-3",
    "golden T5 text encoder, tokens, 2e-3"
  })
  void errors(String graph, String output, double bound) {
    assertThat(of(graph).withIslands.get(output)).isPositive().isLessThan(bound);
    assertThat(of(graph).elevenHalf.get(output))
        .as("TensorRT 11, float16")
        .isPositive()
        .isLessThan(bound);
    assertThat(of(graph).elevenBrain.get(output))
        .as("TensorRT 11, bfloat16, with 3 bits less")
        .isGreaterThan(bound / 8)
        .isLessThan(bound * 8);
  }

  @ParameterizedTest(name = "{0} stays wholly on 32 or in TF32, or runs on bfloat16")
  @CsvSource({
    "mini flux-autoencoder-decoder, pixels",
    "golden flux-autoencoder-decoder, pixels",
    "golden flux-autoencoder-encoder, latent"
  })
  void convolutions(String graph, String output) {
    assertThat(of(graph).plan.isAllFull(of(graph).lowered)).isTrue();
    assertThat(of(graph).withIslands.get(output)).as("TF32").isBetween(1e-5, 2e-3);
    assertThat(of(graph).elevenBrain.get(output)).as("bfloat16").isBetween(1e-4, 2e-2);
  }

  @Test
  @DisplayName("no value and no sum of a 16-bit place comes near its largest number")
  void ranges() {
    PrecisionEngine.MEASURED.forEach(
        (graph, measured) ->
            assertThat(measured.ranges)
                .as(graph)
                .isNotEmpty()
                .allSatisfy(
                    (place, largest) -> {
                      if (!measured.plan.full().containsKey(place.node())) {
                        assertThat(largest).as(place.toString()).isLessThan(LARGEST_HALF / 8);
                      }
                    }));
  }

  @Test
  @DisplayName("the masks of language models are beyond it, and stay on 32")
  void masks() {
    Optional<Map.Entry<RangeProbe.Place, Double>> beyond =
        of("mini qwen-backbone").ranges.entrySet().stream()
            .filter(entry -> entry.getValue() > LARGEST_HALF)
            .findFirst();
    assertThat(beyond).isPresent();
    assertThat(of("mini qwen-backbone").plan.full()).containsKey(beyond.get().getKey().node());
  }
}
