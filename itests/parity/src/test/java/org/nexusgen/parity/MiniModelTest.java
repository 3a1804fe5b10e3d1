package org.nexusgen.parity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nexusgen.api.Answer;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.JobListener;
import org.nexusgen.api.NexusGen;
import org.nexusgen.api.NexusGenConfig;
import org.nexusgen.api.Painting;
import org.nexusgen.api.TokenOptions;
import org.nexusgen.api.UnderstandingRequest;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.golden.Golden;

@DisplayName("The starter gives the answers and pictures that the reference gave")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MiniModelTest {
  private static final double EMBEDDINGS = 1e-4;
  private static final double LATENTS = 1e-3;

  private NexusGen nexusGen;
  private Map<String, Tensor> tensors;

  @BeforeAll
  void open() {
    nexusGen = NexusGen.open(config());
    tensors = Expected.tensors("starter/expected/expected.safetensors");
  }

  /** The model, and the engine on which it runs. */
  NexusGenConfig config() {
    return NexusGenConfig.of(Golden.starter());
  }

  @AfterAll
  void close() {
    nexusGen.close();
  }

  @ParameterizedTest
  @MethodSource("questions")
  void answers_have_the_reference_ids(JsonNode question) {
    Answer answer =
        nexusGen.understand(
            new UnderstandingRequest(
                List.of(Expected.image("starter/expected/" + question.get("image").asText())),
                question.get("question").asText(),
                TokenOptions.model()),
            JobListener.silent(),
            new Cancellation());
    Map<String, Tensor> steps = answer.report().tensors();
    assertThat(Expected.ids(Expected.tensor(steps, "input_ids")))
        .isEqualTo(Expected.ints(question.get("input_ids")));
    assertThat(answer.newIds()).isEqualTo(Expected.ints(question.get("output_ids")));
    assertThat(answer.text()).isEqualTo(question.get("answer").asText());
  }

  @ParameterizedTest
  @MethodSource("descriptions")
  void generated_pictures_equal_the_reference(JsonNode description) {
    Painting painting =
        nexusGen.generate(
            Requests.painting(
                List.of(),
                description.get("prompt").asText(),
                Requests.seed(description.get("seed").asLong())),
            JobListener.silent(),
            new Cancellation());
    check(description, painting);
  }

  @ParameterizedTest
  @MethodSource("instructions")
  void edited_pictures_equal_the_reference(JsonNode instruction) {
    Image source = Expected.image("starter/expected/" + instruction.get("image").asText());
    Painting painting =
        nexusGen.edit(
            Requests.painting(
                List.of(source),
                instruction.get("instruction").asText(),
                Requests.seed(instruction.get("seed").asLong())),
            JobListener.silent(),
            new Cancellation());
    check(instruction, painting);
    String name = name(instruction);
    Expected.assertClose(
        Expected.tensor(painting.report().tensors(), "reference_embeddings"),
        Expected.tensor(tensors, name + ".reference_embeddings"),
        EMBEDDINGS,
        name + " reference embeddings");
  }

  private void check(JsonNode expected, Painting painting) {
    String name = name(expected);
    Map<String, Tensor> steps = painting.report().tensors();
    assertThat(Expected.ids(Expected.tensor(steps, "input_ids")))
        .isEqualTo(Expected.ints(expected.get("input_ids")));
    assertThat(Expected.ids(Expected.tensor(steps, "output_ids")))
        .isEqualTo(Expected.ints(expected.get("output_ids")));
    for (String stage :
        List.of("image_embeddings", "conditioning", "initial_latents", "final_latents")) {
      Expected.assertClose(
          Expected.tensor(steps, stage),
          Expected.tensor(tensors, name + "." + stage),
          stage.equals("final_latents") ? LATENTS : EMBEDDINGS,
          name + " " + stage);
    }
    Expected.assertSamePicture(
        painting.image(),
        Expected.image("starter/expected/" + expected.get("file").asText()),
        name);
  }

  private static String name(JsonNode expected) {
    return expected.get("file").asText().replace(".png", "");
  }

  static Stream<JsonNode> questions() throws IOException {
    return cases("understand");
  }

  static Stream<JsonNode> descriptions() throws IOException {
    return cases("generate");
  }

  static Stream<JsonNode> instructions() throws IOException {
    return cases("edit");
  }

  private static Stream<JsonNode> cases(String job) throws IOException {
    return StreamSupport.stream(
        Expected.json("starter/expected/expected.json").get(job).spliterator(), false);
  }
}
