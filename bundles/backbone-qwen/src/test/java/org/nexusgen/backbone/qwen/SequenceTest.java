package org.nexusgen.backbone.qwen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nexusgen.backbone.qwen.ScriptedDecoder.SECOND_BEST;
import static org.nexusgen.backbone.qwen.SequenceRuns.WORD;
import static org.nexusgen.backbone.qwen.SequenceRuns.newIds;
import static org.nexusgen.backbone.qwen.SequenceRuns.run;
import static org.nexusgen.backbone.qwen.SequenceRuns.script;
import static org.nexusgen.backbone.qwen.SequenceRuns.sequence;
import static org.nexusgen.backbone.qwen.ToyModel.PAD;
import static org.nexusgen.backbone.qwen.ToyModel.STOP;
import static org.nexusgen.backbone.qwen.ToyModel.VISION_END;
import static org.nexusgen.backbone.qwen.ToyModel.VISION_START;
import static org.nexusgen.backbone.qwen.ToyModel.prompt;
import static org.nexusgen.backbone.qwen.ToyModel.settings;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.CancelledException;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.backbone.Generation;
import org.nexusgen.api.backbone.Generation.Finish;
import org.nexusgen.api.backbone.GenerationListener;
import org.nexusgen.api.backbone.GenerationSettings.ImageMode;
import org.nexusgen.api.vision.ImageEmbedding;

@DisplayName("A sequence")
class SequenceTest {
  @Test
  @DisplayName("writes words until it says that it is done")
  void writesUntilStop() {
    Generation generation = run(script(WORD, 8, STOP), prompt(5, 6), settings());

    assertThat(newIds(generation)).containsExactly(WORD, 8, STOP);
    assertThat(generation.finish()).isEqualTo(Finish.END_OF_TEXT);
    assertThat(generation.forwards()).isEqualTo(3);
  }

  @Test
  @DisplayName("ends at its budget")
  void endsAtItsBudget() {
    Generation generation = run(script(WORD, 8), prompt(5, 6), settings().budget(2));

    assertThat(newIds(generation)).containsExactly(WORD, 8);
    assertThat(generation.finish()).isEqualTo(Finish.BUDGET);
  }

  @Test
  @DisplayName("ends where the listener says so")
  void endsWhereTheListenerSaysSo() {
    Generation generation = run(script(WORD, 8, 9), prompt(5), settings(), id -> id != 8);

    assertThat(newIds(generation)).containsExactly(WORD, 8);
    assertThat(generation.finish()).isEqualTo(Finish.STOPPED);
  }

  @Test
  @DisplayName("cannot choose vision_end or a placeholder outside of an image")
  void controlTokensCannotBeChosen() {
    assertThat(newIds(run(script(VISION_END, PAD, STOP), prompt(5), settings())))
        .containsExactly(SECOND_BEST, SECOND_BEST, STOP);
  }

  @ParameterizedTest
  @EnumSource(ImageMode.class)
  @DisplayName("tells its listener of words and images, but not of placeholders")
  void tellsItsListener(ImageMode mode) {
    List<String> heard = new ArrayList<>();
    GenerationListener listener =
        new GenerationListener() {
          @Override
          public boolean token(int id) {
            return heard.add("token " + id);
          }

          @Override
          public void imageProgress(int done, int total) {
            heard.add(done + " of " + total);
          }

          @Override
          public void image(ImageEmbedding embedding) {
            heard.add("image of " + embedding.tokens());
          }
        };

    run(script(VISION_START, STOP), prompt(5), settings().mode(mode), listener);

    List<String> progress =
        mode == ImageMode.ONE_PASS
            ? List.of("0 of 6", "6 of 6")
            : List.of("0 of 6", "1 of 6", "2 of 6", "3 of 6", "4 of 6", "5 of 6", "6 of 6");
    List<String> wanted = new ArrayList<>(List.of("token " + VISION_START));
    wanted.addAll(progress);
    wanted.addAll(List.of("image of 6", "token " + VISION_END, "token " + STOP));
    assertThat(heard).isEqualTo(wanted);
  }

  @Test
  @DisplayName("names the step at which scores are not numbers")
  void namesTheStepOfBrokenScores() {
    for (float broken : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
      ScriptedDecoder decoder = script(WORD, WORD);
      assertThatThrownBy(
              () ->
                  run(
                      decoder,
                      prompt(5),
                      settings(),
                      id -> {
                        decoder.poison = broken;
                        return true;
                      }))
          .isInstanceOf(NexusGenException.class)
          .isNotInstanceOf(BadInputException.class)
          .hasMessageContaining("score of token 0 at step 1 is " + broken);
    }
  }

  @Test
  @DisplayName("may use what the context leaves, and no more")
  void keepsToTheContext() {
    int[] ids = new int[ToyModel.CONTEXT - 2];
    Generation generation = run(script(WORD, WORD), prompt(ids), settings());
    assertThat(newIds(generation)).containsExactly(WORD, WORD);
    assertThat(generation.finish()).isEqualTo(Finish.BUDGET);

    assertThatThrownBy(() -> run(script(WORD), prompt(new int[ToyModel.CONTEXT]), settings()))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("prompt has 200 tokens")
        .hasMessageContaining("context holds 200");
    assertThatThrownBy(() -> run(script(VISION_START), prompt(ids), settings()))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("context of 200 tokens behind 198 of prompt ends inside an image");
  }

  @Test
  @DisplayName("wants tokens that exist, and at least one")
  void wantsTokensThatExist() {
    assertThatThrownBy(() -> run(script(WORD), prompt(), settings()))
        .isInstanceOf(BadInputException.class);
    for (int id : new int[] {-1, ToyModel.VOCABULARY}) {
      assertThatThrownBy(() -> run(script(WORD), prompt(5, id), settings()))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("token id " + id);
    }
  }

  @Test
  @DisplayName("is cancelled within one token")
  void isCancelledWithinOneToken() {
    Cancellation cancellation = new Cancellation();
    List<Integer> heard = new ArrayList<>();
    Sequence sequence =
        sequence(
            prompt(5),
            settings(),
            id -> {
              heard.add(id);
              cancellation.cancel();
              return true;
            });

    assertThatThrownBy(
            () -> GenerationLoop.run(script(WORD, WORD, WORD), List.of(sequence), cancellation))
        .isInstanceOf(CancelledException.class);
    assertThat(heard).containsExactly(WORD);
  }
}
