package org.nexusgen.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.nexusgen.api.Answer;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.CancelledException;
import org.nexusgen.api.DecodeOptions;
import org.nexusgen.api.JobListener;
import org.nexusgen.api.NexusGen;
import org.nexusgen.api.NexusGenConfig;
import org.nexusgen.api.TokenOptions;
import org.nexusgen.api.UnderstandingRequest;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.golden.Golden;

@DisplayName("On the reference's checkpoint without decoders, the first half of the road")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AutoregressiveHalfTest {
  private static final double EMBEDDINGS = 1e-4;

  private NexusGen nexusGen;

  @BeforeAll
  void open() {
    nexusGen = NexusGen.open(NexusGenConfig.of(Golden.path("ar/checkpoint")));
  }

  @AfterAll
  void close() {
    nexusGen.close();
  }

  @Test
  void answers_a_question_about_a_picture_with_the_reference_ids() throws IOException {
    JsonNode und = Expected.json("ar/lm/generation.json").get("und");
    Answer answer =
        understand(
            List.of(Expected.image("ar/lm/und_image.png")),
            "What is in the picture?",
            Requests.tokens(und.get("max_new_tokens").asInt(), true, 1.0));
    assertThat(Expected.ids(Expected.tensor(answer.report().tensors(), "input_ids")))
        .isEqualTo(Expected.ints(und.get("prompt_ids")));
    assertThat(answer.newIds()).isEqualTo(Expected.ints(und.get("greedy").get("ids")));
    Map<String, Tensor> lm = Expected.tensors("ar/lm/lm.safetensors");
    Map<String, Tensor> steps = answer.report().tensors();
    assertThat(Expected.tensor(steps, "position_ids").longs())
        .isEqualTo(Expected.tensor(lm, "position_ids").longs());
    assertThat(Expected.tensor(steps, "image_grid_thw").longs())
        .isEqualTo(Expected.tensor(lm, "image_grid_thw").longs());
    Expected.assertClose(
        Expected.tensor(steps, "pixel_values"),
        Expected.tensor(lm, "pixel_values"),
        2e-6,
        "pixels");
    Expected.assertClose(
        Expected.tensor(steps, "image_embeds"),
        Expected.tensor(lm, "image_embeds"),
        EMBEDDINGS,
        "image embeds");
  }

  @Test
  void answers_as_the_checkpoint_is_configured_unless_told_otherwise() throws IOException {
    JsonNode text = Expected.json("ar/lm/generation.json").get("text");
    TokenOptions tokens = Requests.tokens(text.get("max_new_tokens").asInt(), false, 1.05);
    Answer answer = understand(List.of(), "Hello, please tell me one short story.", tokens);
    assertThat(answer.newIds())
        .isEqualTo(Expected.ints(text.get("checkpoint_generation_config").get("ids")));
    assertThat(answer.text())
        .isEqualTo(
            text.get("checkpoint_generation_config")
                .get("text")
                .asText()
                .replace("<|im_end|>", ""));
  }

  @Test
  void imagines_a_description_with_the_reference_embeddings() throws IOException {
    JsonNode gen = Expected.json("ar/gen/gen.json").get("gen");
    Answer answer =
        imagine(
            List.of(),
            "A red boat on a quiet lake under a golden sky.",
            gen.get("max_new_tokens").asInt());
    check(answer, "gen", gen);
    assertThat(answer.text()).isEqualTo(gen.get("all2all_text").asText());
  }

  @Test
  void imagines_an_edit_with_the_reference_embeddings() throws IOException {
    JsonNode edit = Expected.json("ar/gen/gen.json").get("edit");
    Answer answer =
        imagine(
            List.of(Expected.image("ar/gen/edit_image.png")),
            "Add a pair of sunglasses to the cat.",
            edit.get("max_new_tokens").asInt());
    check(answer, "edit", edit);
  }

  @Test
  void says_which_budget_an_image_needs() {
    assertThatThrownBy(
            () -> imagine(List.of(), "A red boat on a quiet lake under a golden sky.", 40))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("40");
  }

  @Test
  void says_what_a_picture_would_need() {
    assertThatThrownBy(
            () ->
                nexusGen.generate(
                    Requests.painting(List.of(), "a boat", DecodeOptions.model()),
                    JobListener.silent(),
                    new Cancellation()))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("generation_decoder");
  }

  @Test
  void ends_within_a_token_when_cancelled() {
    Cancellation cancellation = new Cancellation();
    JobListener impatient =
        new JobListener() {
          @Override
          public void text(String piece) {
            cancellation.cancel();
          }
        };
    assertThatThrownBy(
            () ->
                nexusGen.understand(
                    new UnderstandingRequest(List.of(), "Hello", TokenOptions.model()),
                    impatient,
                    cancellation))
        .isInstanceOf(CancelledException.class);
  }

  private void check(Answer answer, String name, JsonNode expected) throws IOException {
    Map<String, Tensor> gen = Expected.tensors("ar/gen/gen.safetensors");
    Map<String, Tensor> steps = answer.report().tensors();
    assertThat(answer.newIds()).isEqualTo(Expected.ints(expected.get("new_ids")));
    assertThat(Expected.tensor(steps, "sequence").longs())
        .isEqualTo(Expected.tensor(gen, name + ".sequence").longs());
    Expected.assertClose(
        Expected.tensor(steps, "image_embeddings"),
        Expected.tensor(gen, name + ".output_image_embeddings"),
        EMBEDDINGS,
        name);
  }

  private Answer understand(List<Image> images, String question, TokenOptions tokens) {
    return nexusGen.understand(
        new UnderstandingRequest(images, question, tokens),
        JobListener.silent(),
        new Cancellation());
  }

  private Answer imagine(List<Image> images, String prompt, int budget) {
    return nexusGen.imagine(
        Requests.imagining(images, prompt, Requests.tokens(budget, true, 1.0)),
        JobListener.silent(),
        new Cancellation());
  }
}
