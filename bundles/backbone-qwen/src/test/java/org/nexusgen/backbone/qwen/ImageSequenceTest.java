package org.nexusgen.backbone.qwen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nexusgen.backbone.qwen.ScriptedDecoder.SECOND_BEST;
import static org.nexusgen.backbone.qwen.SequenceRuns.WORD;
import static org.nexusgen.backbone.qwen.SequenceRuns.ids;
import static org.nexusgen.backbone.qwen.SequenceRuns.image;
import static org.nexusgen.backbone.qwen.SequenceRuns.newIds;
import static org.nexusgen.backbone.qwen.SequenceRuns.run;
import static org.nexusgen.backbone.qwen.SequenceRuns.script;
import static org.nexusgen.backbone.qwen.SequenceRuns.sequence;
import static org.nexusgen.backbone.qwen.ToyModel.EMBEDDINGS;
import static org.nexusgen.backbone.qwen.ToyModel.STOP;
import static org.nexusgen.backbone.qwen.ToyModel.VISION_END;
import static org.nexusgen.backbone.qwen.ToyModel.VISION_START;
import static org.nexusgen.backbone.qwen.ToyModel.prompt;
import static org.nexusgen.backbone.qwen.ToyModel.settings;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.backbone.Generation;
import org.nexusgen.api.backbone.Generation.Finish;
import org.nexusgen.api.backbone.GenerationListener;
import org.nexusgen.api.backbone.GenerationSettings.ImageMode;
import org.nexusgen.api.backbone.GenerationSettings.PositionMode;
import org.nexusgen.api.vision.ImageEmbedding;

@DisplayName("A sequence with images")
class ImageSequenceTest {
  @ParameterizedTest
  @EnumSource(ImageMode.class)
  @DisplayName("may hold two images, each with its own counters")
  void mayHoldTwoImages(ImageMode mode) {
    ScriptedDecoder decoder = script(WORD, VISION_START, 8, VISION_START, STOP);

    Generation generation = run(decoder, prompt(5, 6), settings().mode(mode));

    assertThat(newIds(generation)).isEqualTo(ids(WORD, image(), 8, image(), STOP));
    assertThat(generation.images()).hasSize(2);
    ImageEmbedding second = generation.images().get(1);
    assertThat(second.rows()).isEqualTo(2);
    assertThat(second.columns()).isEqualTo(3);
    if (mode == ImageMode.NAIVE) {
      // Each embedding is predicted from the one before.
      assertThat(second.values().floats())
          .startsWith(1002, 0, 2002, 0, 3002, 0)
          .hasSize(EMBEDDINGS * 2);
    } else {
      // Embedding 0 from vision_start, then from prefill rows 0, 1, …
      assertThat(second.values().floats())
          .containsExactly(1002, 0, 1000, 1, 1001, 1, 1002, 1, 1003, 1, 1004, 1);
    }
    assertThat(generation.images().get(0).values().floats()).isEqualTo(second.values().floats());
  }

  @Test
  @DisplayName("reads a whole image, and the text behind it, at once")
  void readsAnImageAtOnce() {
    ScriptedDecoder decoder = script(VISION_START, STOP);

    Generation generation = run(decoder, prompt(5, 6), settings());

    assertThat(generation.forwards()).isEqualTo(2);
    assertThat(decoder.rows(1, 0))
        .extracting(row -> RecordingDecoder.floats(row)[0])
        .containsExactly(2f, 0f, 1f, 2f, 3f, 4f, 5f, (float) VISION_END);
    assertThat(decoder.passes.get(1).get(0).imageFrom()).isZero();
    assertThat(decoder.passes.get(1).get(0).imageRows()).isEqualTo(EMBEDDINGS);
  }

  @ParameterizedTest
  @EnumSource(ImageMode.class)
  @DisplayName("goes on behind an image where the reference does: by token count")
  void countsPositionsLikeTheReference(ImageMode mode) {
    assertThat(positions(settings().mode(mode)))
        .containsExactly(
            Position.text(0),
            Position.text(1),
            Position.text(2), // vision_start
            new Position(3, 3, 3),
            new Position(3, 3, 4),
            new Position(3, 3, 5),
            new Position(3, 4, 3),
            new Position(3, 4, 4),
            new Position(3, 4, 5),
            Position.text(9), // vision_end
            Position.text(10));
  }

  @ParameterizedTest
  @EnumSource(ImageMode.class)
  @DisplayName("goes on behind an image where training does, if asked: after the largest position")
  void countsPositionsLikeTraining(ImageMode mode) {
    assertThat(positions(settings().mode(mode).positions(PositionMode.CONSISTENT)))
        .endsWith(
            new Position(3, 4, 5),
            Position.text(3 + ToyModel.LONGER_SIDE),
            Position.text(4 + ToyModel.LONGER_SIDE));
  }

  private static List<Position> positions(ToyModel.Settings settings) {
    ScriptedDecoder decoder = script(VISION_START, WORD, STOP);
    run(decoder, prompt(5, 6), settings);
    return decoder.passes.stream()
        .flatMap(pass -> pass.get(0).rows().stream())
        .map(Row::position)
        .toList();
  }

  @Test
  @DisplayName("cannot begin more images than allowed")
  void cannotBeginMoreImages() {
    Generation generation =
        run(script(VISION_START, VISION_START, STOP), prompt(5), settings().imagesAllowed(1));

    assertThat(newIds(generation)).isEqualTo(ids(image(), SECOND_BEST, STOP));
  }

  @ParameterizedTest
  @EnumSource(ImageMode.class)
  @DisplayName("can be made to begin with an image")
  void canBeForcedToBeginWithAnImage(ImageMode mode) {
    ScriptedDecoder decoder = script(WORD, STOP);

    Generation generation = run(decoder, prompt(5, 6), settings().mode(mode).forcingImage());

    assertThat(newIds(generation)).isEqualTo(ids(image(), WORD, STOP));
    assertThat(decoder.rows(0, 0)).as("prompt and image are one reading").hasSizeGreaterThan(2);
  }

  @Test
  @DisplayName("begins with an image where the prompt ends in vision_start, forced or not")
  void beginsTheImageThatThePromptBegan() {
    for (ToyModel.Settings settings : List.of(settings(), settings().forcingImage())) {
      Generation generation = run(script(STOP), prompt(5, VISION_START), settings);

      assertThat(newIds(generation)).isEqualTo(ids(image().subList(1, image().size()), STOP));
    }
  }

  @Test
  @DisplayName("refuses a prompt that begins an image where none is allowed")
  void refusesAnImageWhereNoneIsAllowed() {
    assertThatThrownBy(
            () -> run(script(STOP), prompt(5, VISION_START), settings().imagesAllowed(0)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("begins an image");
  }

  @ParameterizedTest
  @EnumSource(ImageMode.class)
  @DisplayName("is refused if its budget ends inside an image, with the budget that it needs")
  void budgetInsideAnImage(ImageMode mode) {
    assertThatThrownBy(
            () -> run(script(VISION_START), prompt(5), settings().mode(mode).budget(EMBEDDINGS)))
        .isInstanceOf(BadInputException.class)
        .hasMessage(
            "the token budget of 6 ends inside an image: 1 tokens before it and its 6 embeddings"
                + " need 7");
  }

  @Test
  @DisplayName("is not begun behind words that left no room for it: they go on to the budget")
  void wordsThatLeaveNoRoom() {
    Generation generation =
        run(
            script(WORD, VISION_START, WORD, WORD, WORD, WORD, WORD),
            prompt(5),
            settings().budget(EMBEDDINGS + 1));
    assertThat(generation.images()).isEmpty();
    assertThat(newIds(generation)).containsExactly(WORD, SECOND_BEST, WORD, WORD, WORD, WORD, WORD);
    assertThat(generation.finish()).isEqualTo(Finish.BUDGET);
  }

  @ParameterizedTest
  @EnumSource(ImageMode.class)
  @DisplayName("may end right behind an image, before or after its end mark")
  void budgetBehindAnImage(ImageMode mode) {
    for (int behind = 0; behind < 2; behind++) {
      Generation generation =
          run(
              script(VISION_START),
              prompt(5),
              settings().mode(mode).budget(1 + EMBEDDINGS + behind));

      assertThat(newIds(generation)).isEqualTo(image().subList(0, 1 + EMBEDDINGS + behind));
      assertThat(generation.images()).hasSize(1);
      assertThat(generation.finish()).isEqualTo(Finish.BUDGET);
    }
  }

  @Test
  @DisplayName("does not read rows behind an image that nothing follows")
  void readsNothingInVain() {
    ScriptedDecoder decoder = script(VISION_START);

    run(decoder, prompt(5), settings().budget(1 + EMBEDDINGS));

    assertThat(decoder.rows(1, 0)).hasSize(EMBEDDINGS);
    assertThat(decoder.passes.get(1).get(0).scored()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(ImageMode.class)
  @DisplayName("can be stopped at the end of an image")
  void canBeStoppedAtTheEndOfAnImage(ImageMode mode) {
    Generation generation =
        run(script(VISION_START, WORD), prompt(5), settings().mode(mode), id -> id != VISION_END);

    assertThat(newIds(generation)).isEqualTo(image());
    assertThat(generation.images()).hasSize(1);
    assertThat(generation.finish()).isEqualTo(Finish.STOPPED);
  }

  @Test
  @DisplayName("names the embedding that is not a number")
  void namesTheBrokenEmbedding() {
    ScriptedDecoder decoder = script(STOP);
    decoder.poison = Float.NaN;

    assertThatThrownBy(() -> run(decoder, prompt(5, VISION_START), settings()))
        .isInstanceOf(NexusGenException.class)
        .hasMessageContaining("image embedding 0 of 6 holds NaN");
  }

  @Test
  @DisplayName("of a batch waits at its image until the others are at theirs or done")
  void waitsAtItsImage() {
    ScriptedDecoder decoder =
        new ScriptedDecoder(
            new int[] {VISION_START, STOP},
            new int[] {WORD, WORD, VISION_START, STOP},
            new int[] {STOP});
    List<Sequence> sequences =
        java.util.stream.Stream.of(prompt(5), prompt(5, 6), prompt(5, 6, 7))
            .map(prompt -> sequence(prompt, settings(), GenerationListener.silent()))
            .toList();

    List<Generation> generations = GenerationLoop.run(decoder, sequences, new Cancellation());

    assertThat(newIds(generations.get(0))).isEqualTo(ids(image(), STOP));
    assertThat(newIds(generations.get(1))).isEqualTo(ids(WORD, WORD, image(), STOP));
    assertThat(newIds(generations.get(2))).isEqualTo(ids(STOP));
    assertThat(decoder.passes).hasSize(4);
    assertThat(decoder.rows(1, 0)).as("waits").isEmpty();
    assertThat(decoder.rows(1, 2)).as("is done").isEmpty();
    assertThat(decoder.rows(3, 0)).hasSameSizeAs(decoder.rows(3, 1));
    assertThat(generations).extracting(Generation::forwards).containsExactly(4, 4, 1);
  }
}
