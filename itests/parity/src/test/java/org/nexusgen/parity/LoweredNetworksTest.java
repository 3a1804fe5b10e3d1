package org.nexusgen.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nexusgen.api.decode.DecodingTask.EDITING;
import static org.nexusgen.api.decode.DecodingTask.GENERATION;
import static org.nexusgen.parity.Requests.decoding;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.DecodingRequest;
import org.nexusgen.api.JobListener;
import org.nexusgen.api.NexusGen;
import org.nexusgen.api.NexusGenConfig;
import org.nexusgen.api.PartContext;
import org.nexusgen.api.engine.SessionSettings;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.text.TextEncoder;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.ModelLibrary;
import org.nexusgen.conformance.OperatorConformance;
import org.nexusgen.golden.Golden;

@DisplayName("Lowered to operator set 17, and with mapped weights, every network gives the same")
class LoweredNetworksTest {
  // Float32 sums in another order, through all layers of a part.
  private static final double TOLERANCE = 1e-5;

  @BeforeEach
  void forget() {
    TwinEngine.DIFFERENCES.clear();
  }

  @Test
  @DisplayName("in the starter, from an edited picture to the next")
  void shippedModel() {
    try (NexusGen nexusGen = open(Golden.starter())) {
      nexusGen.edit(
          Requests.painting(
              List.of(Expected.image("starter/expected/scene_0.png")),
              "make the background black",
              decoding(72, 72, 2, 1, 1, EDITING).options()),
          JobListener.silent(),
          new Cancellation());
    }
    requireEqual("vision encoder", "qwen-backbone", "editing projector", "flux-transformer");
  }

  @Test
  @DisplayName("in the reference's vision encoder and backbone, which imagine an edit")
  void imagination() {
    try (NexusGen nexusGen = open(Golden.path("ar/checkpoint"))) {
      nexusGen.imagine(
          Requests.imagining(
              List.of(Expected.image("ar/gen/edit_image.png")),
              "Add a pair of sunglasses to the cat.",
              Requests.tokens(200, true, 1)),
          JobListener.silent(),
          new Cancellation());
    }
    requireEqual("vision encoder", "qwen-backbone");
  }

  @Test
  @DisplayName("in the reference's decoders, with a picture to start from, skipped steps")
  void decoders() {
    Map<String, Tensor> tensors = Expected.tensors("decoder/pipeline/pipeline.safetensors");
    Image input = Expected.image("decoder/pipeline/img2img_input.png");
    try (NexusGen nexusGen = open(Golden.path("decoder/checkpoint"))) {
      Stream.of(
              decoding(128, 128, 2, 3, 42, GENERATION),
              decoding(128, 128, 2, 1, 42, EDITING).from(input, 0.6),
              decoding(128, 128, 4, 1, 42, EDITING).cached(0.9))
          .forEach(
              recipe ->
                  nexusGen.decode(
                      new DecodingRequest(
                          Expected.tensor(tensors, "embeds"),
                          recipe.task().equals(Optional.of(EDITING))
                              ? List.of(Expected.tensor(tensors, "ref_embeds"))
                              : List.of(),
                          recipe.options()),
                      JobListener.silent(),
                      new Cancellation()));
    }
    requireEqual(
        "generation projector",
        "flux-conditioner",
        "flux-measure",
        "flux-reuse",
        "flux-autoencoder-encoder",
        "flux-autoencoder-decoder");
  }

  @Test
  @DisplayName("in both text encoders")
  void textEncoders() {
    Path folder = Golden.path("decoder/checkpoint");
    try (ModelFolder model = service(ModelLibrary.class).open(folder);
        TextEncoder encoder =
            service(TextEncoder.Provider.class)
                .open(new PartContext(model, new TwinEngine(), SessionSettings.standard()))) {
      encoder.encode("");
    }
    requireEqual("CLIP text encoder", "T5 text encoder");
  }

  private static <S> S service(Class<S> type) {
    return ServiceLoader.load(type).findFirst().orElseThrow();
  }

  private static NexusGen open(Path model) {
    return NexusGen.open(NexusGenConfig.of(model).withEngine(TwinEngine.NAME));
  }

  private static void requireEqual(String... networks) {
    for (String network : networks) {
      assertThat(TwinEngine.DIFFERENCES.keySet())
          .as("outputs that were compared")
          .anyMatch(output -> output.startsWith(network + " →"));
    }
    assertThat(OperatorConformance.covered())
        .as("operators that the conformance suite tests")
        .containsAll(TwinEngine.OPERATORS);
    assertThat(TwinEngine.DIFFERENCES)
        .allSatisfy(
            (output, difference) -> assertThat(difference).as(output).isLessThan(TOLERANCE));
  }
}
