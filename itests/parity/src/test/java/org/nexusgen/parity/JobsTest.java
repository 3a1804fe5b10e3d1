package org.nexusgen.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.CancelledException;
import org.nexusgen.api.Conversation;
import org.nexusgen.api.Conversation.ChatOptions;
import org.nexusgen.api.Conversation.Kind;
import org.nexusgen.api.DecodeOptions;
import org.nexusgen.api.ImaginingRequest;
import org.nexusgen.api.JobListener;
import org.nexusgen.api.Language;
import org.nexusgen.api.NexusGen;
import org.nexusgen.api.NexusGenConfig;
import org.nexusgen.api.Painting;
import org.nexusgen.api.PaintingRequest;
import org.nexusgen.api.PartChoice;
import org.nexusgen.api.TokenOptions;
import org.nexusgen.api.UnderstandingRequest;
import org.nexusgen.api.decode.DecodingTask;
import org.nexusgen.api.image.Image;
import org.nexusgen.golden.Golden;

@DisplayName("Jobs on the starter")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JobsTest {
  private static final String TRIANGLES = "three green triangles";
  private static final String PAIR = "a yellow cross and a pink circle";

  private NexusGen nexusGen;

  @BeforeAll
  void open() {
    nexusGen = NexusGen.open(NexusGenConfig.of(Golden.starter()));
  }

  @AfterAll
  void close() {
    nexusGen.close();
  }

  @Test
  void prompts_painted_together_give_the_pictures_that_each_gives_alone() {
    List<Painting> together =
        nexusGen.generateAll(
            List.of(painting(TRIANGLES), painting(PAIR)), JobListener.silent(), new Cancellation());
    Expected.assertSamePicture(together.get(0).image(), generate(TRIANGLES).image(), TRIANGLES);
    Expected.assertSamePicture(together.get(1).image(), generate(PAIR).image(), PAIR);
    assertThat(together.get(1).prompt()).isEqualTo(PAIR);
  }

  @Test
  void several_pictures_of_a_prompt_count_their_seeds_up() {
    Painting two =
        nexusGen.generate(
            new PaintingRequest(imagining(TRIANGLES, false), pictures(7, 2)),
            JobListener.silent(),
            new Cancellation());
    assertThat(two.seeds()).containsExactly(7L, 8L);
    Painting second =
        nexusGen.generate(
            new PaintingRequest(imagining(TRIANGLES, false), pictures(8, 1)),
            JobListener.silent(),
            new Cancellation());
    assertThat(two.pictures().get(1).image().pixels())
        .isEqualTo(second.image().pixels())
        .isNotEqualTo(two.image().pixels());
  }

  @Test
  void the_same_request_gives_the_same_bytes() {
    assertThat(generate(PAIR).image().pixels()).isEqualTo(generate(PAIR).image().pixels());
  }

  @Test
  void a_chat_draws_edits_and_answers_about_what_it_drew() {
    Conversation chat = nexusGen.chat();
    Conversation.Reply drawn = say(chat, Kind.DRAW, TRIANGLES);
    assertThat(drawn.pictures()).hasSize(1);
    assertThat(say(chat, Kind.TALK, "how many objects are there?").text()).isEqualTo("three");
    Conversation.Reply edited = say(chat, Kind.EDIT, "change the background to black");
    assertThat(edited.pictures()).hasSize(1);
    assertThat(say(chat, Kind.TALK, "what is the background?").text()).isEqualTo("black");
    assertThat(chat.history()).hasSize(8);
    chat.clear();
    assertThatThrownBy(() -> say(chat, Kind.EDIT, "make it red"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("no picture in this conversation");
  }

  @Test
  void a_turn_that_fails_leaves_the_conversation_as_it_was() {
    Conversation chat = nexusGen.chat();
    say(chat, Kind.DRAW, TRIANGLES);
    int before = chat.history().size();
    Cancellation cancelled = new Cancellation();
    cancelled.cancel();
    assertThatThrownBy(
            () ->
                chat.say(
                    List.of(),
                    "describe the image.",
                    options(Kind.TALK),
                    JobListener.silent(),
                    cancelled))
        .isInstanceOf(CancelledException.class);
    assertThat(chat.history()).hasSize(before);
    assertThat(say(chat, Kind.TALK, "how many objects are there?").text()).isEqualTo("three");
  }

  @Test
  void a_polished_prompt_is_told_and_painted() {
    Painting painting =
        nexusGen.generate(
            new PaintingRequest(imagining(TRIANGLES, true), pictures(1, 1)),
            JobListener.silent(),
            new Cancellation());
    assertThat(painting.prompt()).isNotBlank();
    assertThat(painting.pictures()).hasSize(1);
  }

  @Test
  void a_question_may_show_several_pictures() {
    Image scene = Expected.image("starter/expected/scene_0.png");
    List<String> warnings =
        nexusGen
            .understand(
                new UnderstandingRequest(
                    List.of(scene, scene), "describe the image.", TokenOptions.model()),
                JobListener.silent(),
                new Cancellation())
            .report()
            .warnings();
    assertThat(warnings).isEmpty();
  }

  @Test
  void words_that_the_model_does_not_know_are_named() {
    assertThat(generate("a zebra and a star").report().warnings())
        .anyMatch(warning -> warning.contains("zebra") && !warning.contains("star"));
  }

  @Test
  void conceptual_edits_may_use_the_generation_decoder() {
    Painting painting =
        nexusGen.edit(
            Requests.painting(
                List.of(Expected.image("starter/expected/scene_2.png")),
                "change the background to white",
                Requests.seed(42, DecodingTask.GENERATION)),
            JobListener.silent(),
            new Cancellation());
    assertThat(painting.report().tensors()).doesNotContainKey("reference_embeddings");
    assertThat(painting.report().parts().get("projector")).startsWith("adapter");
  }

  @Test
  void painting_ends_within_a_step_when_cancelled() {
    Cancellation cancellation = new Cancellation();
    List<Integer> steps = new ArrayList<>();
    JobListener impatient =
        new JobListener() {
          @Override
          public void progress(String stage, int done, int total) {
            if (stage.equals("paint")) {
              steps.add(done);
              cancellation.cancel();
            }
          }
        };
    assertThatThrownBy(() -> nexusGen.generate(painting(PAIR), impatient, cancellation))
        .isInstanceOf(CancelledException.class);
    assertThat(steps).hasSizeLessThanOrEqualTo(2);
  }

  @Test
  void unknown_parts_are_refused_with_a_list_of_the_known_ones() {
    PartChoice choice = new PartChoice(Optional.of("clip"), Optional.empty());
    assertThatThrownBy(
            () ->
                nexusGen.understand(
                    new UnderstandingRequest(
                        List.of(Expected.image("starter/expected/scene_0.png")),
                        "describe the image.",
                        TokenOptions.model(),
                        choice),
                    JobListener.silent(),
                    new Cancellation()))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("unknown vision encoder 'clip'")
        .hasMessageContaining("qwen");
    assertThatThrownBy(
            () -> NexusGen.open(NexusGenConfig.of(Golden.starter()).withEngine("abacus")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("onnxruntime");
    assertThatThrownBy(() -> NexusGen.open(NexusGenConfig.of(Path.of("no", "such", "folder"))))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("such");
  }

  private Painting generate(String prompt) {
    return nexusGen.generate(painting(prompt), JobListener.silent(), new Cancellation());
  }

  private static PaintingRequest painting(String prompt) {
    return new PaintingRequest(imagining(prompt, false), DecodeOptions.model());
  }

  private static ImaginingRequest imagining(String prompt, boolean polish) {
    return new ImaginingRequest(List.of(), prompt, Language.EN, polish, TokenOptions.model());
  }

  private static DecodeOptions pictures(long seed, int count) {
    return Requests.seed(seed).withCount(count);
  }

  private static Conversation.Reply say(Conversation chat, Kind kind, String text) {
    return chat.say(List.of(), text, options(kind), JobListener.silent(), new Cancellation());
  }

  private static ChatOptions options(Kind kind) {
    return new ChatOptions(kind, Language.EN, TokenOptions.model(), DecodeOptions.model());
  }
}
