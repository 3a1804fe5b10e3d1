package org.nexusgen.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nexusgen.contracts.Close.assertClose;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.CancelledException;
import org.nexusgen.api.backbone.AutoregressiveBackbone;
import org.nexusgen.api.backbone.BackboneInfo;
import org.nexusgen.api.backbone.Generation;
import org.nexusgen.api.backbone.Generation.Finish;
import org.nexusgen.api.backbone.GenerationListener;
import org.nexusgen.api.backbone.GenerationSettings;
import org.nexusgen.api.backbone.GenerationSettings.ImageMode;
import org.nexusgen.api.backbone.GenerationSettings.PositionMode;
import org.nexusgen.api.backbone.TokenSampler;
import org.nexusgen.api.backbone.TokenSampling;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.text.Prompt;
import org.nexusgen.api.vision.ImageEmbedding;
import org.nexusgen.api.vision.ImageGrid;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * What every {@link AutoregressiveBackbone} promises. A backbone's author extends it with a model
 * to try; the promises hold whatever that model says.
 */
@ConsumerType
public abstract class BackboneContract {
  private static final int WORDS = 6;

  /** Sums of other lengths and orders, in float32. */
  private static final double CLOSE = 1e-4;

  protected BackboneContract() {}

  /** Under test; whoever extends this closes it. */
  protected abstract AutoregressiveBackbone backbone();

  /** Some prompt without pictures. */
  protected abstract Prompt prompt();

  /** A grid that the model can predict, and the number of its embeddings. */
  protected abstract ImageGrid grid();

  protected abstract int embeddings();

  /** Always the best allowed token. */
  private static final TokenSampler BEST =
      new TokenSampler() {
        @Override
        public String name() {
          return "best";
        }

        @Override
        public Chooser begin(TokenSampling sampling) {
          return (scores, seen) -> {
            int best = 0;
            for (int i = 1; i < scores.length; i++) {
              best = scores[i] > scores[best] ? i : best;
            }
            return best;
          };
        }
      };

  private GenerationSettings settings(int budget, int imagesAllowed, boolean forceImage) {
    return new GenerationSettings(
        budget,
        TokenSampling.best(),
        grid(),
        ImageMode.ONE_PASS,
        PositionMode.REFERENCE,
        imagesAllowed,
        forceImage);
  }

  private GenerationSettings words() {
    return settings(WORDS, 0, false);
  }

  private GenerationSettings image() {
    return settings(1 + embeddings() + 1, 1, true);
  }

  private Generation generate(Prompt prompt, GenerationSettings settings) {
    return backbone()
        .generate(prompt, settings, BEST, GenerationListener.silent(), new Cancellation());
  }

  @Test
  @DisplayName("describes itself without contradiction")
  void describesItself() {
    BackboneInfo info = backbone().info();

    assertThat(info.hiddenSize()).isPositive();
    assertThat(info.contextLength()).isPositive();
    assertThat(info.prefillRows()).isGreaterThanOrEqualTo(embeddings());
    assertThat(List.of(info.imagePad(), info.visionStart(), info.visionEnd()))
        .doesNotHaveDuplicates()
        .allMatch(id -> id >= 0 && id < info.vocabulary());
    assertThat(info.stopIds()).isNotEmpty();
  }

  @Test
  @DisplayName("keeps to its budget, and says where the prompt's tokens stand")
  void keepsToItsBudget() {
    Generation generation = generate(prompt(), words());

    assertThat(generation.newIds().length).isBetween(1, WORDS);
    assertThat(Arrays.stream(generation.newIds()).boxed())
        .allMatch(id -> id >= 0 && id < backbone().info().vocabulary());
    assertThat(generation.finish())
        .isEqualTo(
            backbone().info().stopIds().contains(last(generation))
                ? Finish.END_OF_TEXT
                : Finish.BUDGET);
    assertThat(generation.promptPositions().shape().toArray())
        .containsExactly(3, 1, prompt().ids().length);
    assertThat(generation.forwards()).isPositive();
  }

  private static int last(Generation generation) {
    return generation.newIds()[generation.newIds().length - 1];
  }

  @Test
  @DisplayName("gives the same answer again")
  void givesTheSameAnswerAgain() {
    assertThat(generate(prompt(), words()).newIds())
        .containsExactly(generate(prompt(), words()).newIds());
    assertThat(generate(prompt(), image()).images().get(0).values().floats())
        .containsExactly(generate(prompt(), image()).images().get(0).values().floats());
  }

  @Test
  @DisplayName("writes a whole image where it is told to")
  void writesAWholeImage() {
    BackboneInfo info = backbone().info();

    Generation generation = generate(prompt(), image());

    assertThat(generation.newIds()).hasSize(embeddings() + 2);
    assertThat(generation.newIds()[0]).isEqualTo(info.visionStart());
    assertThat(Arrays.copyOfRange(generation.newIds(), 1, 1 + embeddings()))
        .containsOnly(info.imagePad());
    assertThat(last(generation)).isEqualTo(info.visionEnd());
    ImageEmbedding embedding = generation.images().get(0);
    assertThat(embedding.tokens()).isEqualTo(embeddings());
    assertThat(embedding.width()).isEqualTo(info.hiddenSize());
  }

  @Test
  @DisplayName("reads an image that it wrote")
  void readsAnImageThatItWrote() {
    BackboneInfo info = backbone().info();
    ImageEmbedding painted = generate(prompt(), image()).images().get(0);
    List<Integer> ids = new ArrayList<>(Arrays.stream(prompt().ids()).boxed().toList());
    ids.addAll(List.of(info.visionStart(), info.imagePad(), info.visionEnd()));

    Generation generation =
        generate(
            Prompt.expand(
                ids.stream().mapToInt(Integer::intValue).toArray(),
                info.imagePad(),
                List.of(painted)),
            words());

    assertThat(generation.newIds()).isNotEmpty();
    assertThat(generation.promptPositions().shape().dim(2))
        .isEqualTo(prompt().ids().length + 2 + embeddings());
  }

  @Test
  @DisplayName("writes no image where none is allowed, and no control token outside of one")
  void writesNoImageWhereNoneIsAllowed() {
    BackboneInfo info = backbone().info();

    assertThat(generate(prompt(), settings(40, 0, false)).newIds())
        .doesNotContain(info.visionStart(), info.visionEnd(), info.imagePad());
  }

  @Test
  @DisplayName("refuses a budget that ends inside an image")
  void refusesABudgetInsideAnImage() {
    assertThatThrownBy(() -> generate(prompt(), settings(embeddings(), 1, true)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("inside an image");
  }

  @Test
  @DisplayName("refuses prompts that cannot be")
  void refusesPromptsThatCannotBe() {
    BackboneInfo info = backbone().info();
    ImageEmbedding wide =
        new ImageEmbedding(
            Tensor.of(new float[info.hiddenSize() + 1], 1, info.hiddenSize() + 1), 1, 1);
    for (Prompt wrong :
        List.of(
            new Prompt(new int[0], List.of()),
            new Prompt(new int[] {info.vocabulary()}, List.of()),
            new Prompt(new int[] {-1}, List.of()),
            new Prompt(new int[info.contextLength()], List.of()),
            new Prompt(new int[] {info.imagePad()}, List.of()),
            new Prompt(prompt().ids(), List.of(wide)),
            new Prompt(new int[] {info.imagePad()}, List.of(wide)))) {
      assertThatThrownBy(() -> generate(wrong, words())).isInstanceOf(BadInputException.class);
    }
  }

  @Test
  @DisplayName("stops within one token of a cancellation")
  void canBeCancelled() {
    Cancellation cancellation = new Cancellation();
    List<Integer> heard = new ArrayList<>();

    assertThatThrownBy(
            () ->
                backbone()
                    .generate(
                        prompt(),
                        settings(1000, 0, false),
                        BEST,
                        id -> {
                          heard.add(id);
                          cancellation.cancel();
                          return true;
                        },
                        cancellation))
        .isInstanceOf(CancelledException.class);
    assertThat(heard).hasSize(1);
  }

  @Test
  @DisplayName("tells its listener every word, and ends when it says so")
  void tellsItsListener() {
    List<Integer> heard = new ArrayList<>();

    Generation generation =
        backbone()
            .generate(
                prompt(),
                settings(1000, 0, false),
                BEST,
                id -> {
                  heard.add(id);
                  return heard.size() < 3;
                },
                new Cancellation());

    assertThat(generation.newIds())
        .containsExactly(heard.stream().mapToInt(Integer::intValue).toArray());
    assertThat(generation.newIds().length).isLessThanOrEqualTo(3);
  }

  @Test
  @DisplayName("answers a batch as it answers each prompt")
  void answersABatch() {
    Prompt other =
        new Prompt(Arrays.copyOfRange(prompt().ids(), 0, prompt().ids().length / 2 + 1), List.of());

    List<Generation> together =
        backbone().generate(List.of(prompt(), other), image(), BEST, new Cancellation());

    assertThat(together).hasSize(2);
    for (int i = 0; i < 2; i++) {
      Generation alone = generate(i == 0 ? prompt() : other, image());
      assertThat(together.get(i).newIds()).containsExactly(alone.newIds());
      assertClose(
          together.get(i).images().get(0).values().floats(),
          alone.images().get(0).values().floats(),
          CLOSE);
    }
  }
}
