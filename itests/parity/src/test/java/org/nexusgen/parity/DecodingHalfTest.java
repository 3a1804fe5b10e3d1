package org.nexusgen.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nexusgen.parity.Requests.decoding;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.DecodingRequest;
import org.nexusgen.api.JobListener;
import org.nexusgen.api.NexusGen;
import org.nexusgen.api.NexusGenConfig;
import org.nexusgen.api.Painting;
import org.nexusgen.api.decode.DecodingTask;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.golden.Golden;

@DisplayName("On a folder with decoders and FLUX files only, the second half of the road")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DecodingHalfTest {
  private static final DecodingTask GENERATION = DecodingTask.GENERATION;
  private static final DecodingTask EDITING = DecodingTask.EDITING;
  private static final double LATENTS = 1e-4;

  private NexusGen nexusGen;
  private Map<String, Tensor> tensors;

  @BeforeAll
  void open() {
    nexusGen = NexusGen.open(NexusGenConfig.of(Golden.path("decoder/checkpoint")));
    tensors = Expected.tensors("decoder/pipeline/pipeline.safetensors");
  }

  @AfterAll
  void close() {
    nexusGen.close();
  }

  static Stream<Arguments> runs() {
    Image input = Expected.image("decoder/pipeline/img2img_input.png");
    return Stream.of(
        run("gen_cfg1", decoding(128, 128, 4, 1, 42, GENERATION), false),
        run("gen_cfg3", decoding(128, 128, 4, 3, 42, GENERATION), false),
        run("gen_96x160_cfg1", decoding(160, 96, 4, 1, 42, GENERATION), false),
        run("gen_round_up", decoding(113, 90, 2, 1, 42, GENERATION), false),
        run("gen_img2img06", decoding(128, 128, 4, 1, 42, GENERATION).from(input, 0.6), false),
        run("gen_teacache_cfg1", decoding(128, 128, 10, 1, 42, GENERATION).cached(0.6), false),
        run("gen_teacache_cfg3", decoding(128, 128, 10, 3, 42, GENERATION).cached(0.6), false),
        run("gen_tiled_cfg1", decoding(256, 192, 2, 1, 42, GENERATION).tiled(16, 8), false),
        run("edit_cfg1", decoding(128, 128, 4, 1, 42, EDITING), true),
        run("edit_cfg3", decoding(128, 128, 4, 3, 42, EDITING), true),
        run("edit_noref_cfg1", decoding(128, 128, 4, 1, 42, EDITING), false),
        run("edit_96x160_cfg1", decoding(160, 96, 4, 1, 42, EDITING), true),
        run("edit_img2img06", decoding(128, 128, 4, 1, 42, EDITING).from(input, 0.6), true),
        run("edit_teacache_cfg1", decoding(128, 128, 10, 1, 42, EDITING).cached(0.6), true),
        run("edit_teacache_cfg3", decoding(128, 128, 10, 3, 42, EDITING).cached(0.6), true));
  }

  private static Arguments run(String name, Requests.Recipe recipe, boolean reference) {
    return Arguments.of(name, recipe, reference);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("runs")
  void gives_the_reference_picture(String name, Requests.Recipe recipe, boolean reference)
      throws IOException {
    List<Tensor> references =
        reference ? List.of(Expected.tensor(tensors, "ref_embeds")) : List.of();
    Painting painting =
        nexusGen.decode(
            new DecodingRequest(Expected.tensor(tensors, "embeds"), references, recipe.options()),
            JobListener.silent(),
            new Cancellation());
    Map<String, Tensor> steps = painting.report().tensors();
    Expected.assertClose(
        Expected.tensor(steps, "initial_latents"),
        Expected.tensor(tensors, name + ".initial_latents"),
        LATENTS,
        name + " initial latents");
    Expected.assertClose(
        Expected.tensor(steps, "final_latents"),
        Expected.tensor(tensors, name + ".final_latents"),
        LATENTS,
        name + " final latents");
    Expected.assertSamePicture(
        painting.image(), Expected.image("decoder/pipeline/" + name + ".png"), name);
    JsonNode skipped =
        Expected.json("decoder/pipeline/pipeline.json").get(name).path("teacache_skipped_calls");
    assertThat(painting.pictures().get(0).skippedCalls()).isEqualTo(Expected.ints(skipped));
  }
}
