package org.nexusgen.backbone.qwen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nexusgen.backbone.qwen.Closeness.assertClose;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.backbone.Generation;
import org.nexusgen.api.backbone.GenerationSettings;
import org.nexusgen.api.backbone.GenerationSettings.ImageMode;
import org.nexusgen.api.backbone.TokenSampling;
import org.nexusgen.api.text.Prompt;
import org.nexusgen.api.vision.ImageEmbedding;

@DisplayName("Several prompts")
class BatchTest {
  private static final float EMBEDDING_TOLERANCE = 1e-4f;
  private static final int BUDGET = 150;

  private static GoldenBackbone golden;
  private static List<Prompt> prompts;

  /** Words only, words about a picture, words and an image, an image at once: four lengths. */
  @BeforeAll
  static void open() {
    golden = new GoldenBackbone();
    var gen = GoldenModel.tensors("ar/gen/gen.safetensors");
    prompts =
        List.of(
            GoldenBackbone.text(GoldenModel.json("ar/lm/generation.json")),
            GoldenBackbone.understanding(),
            new Prompt(gen.get("gen.prompt_ids").ints(), List.of()),
            new Prompt(gen.get("gen_direct.prompt_ids").ints(), List.of()));
  }

  @AfterAll
  static void close() {
    golden.close();
  }

  @ParameterizedTest
  @EnumSource(
      value = ImageMode.class,
      names = {"ONE_PASS", "LOOP"})
  @DisplayName("as a batch give what each gives alone")
  void aBatchGivesWhatEachGivesAlone(ImageMode mode) {
    GenerationSettings settings = GoldenBackbone.settings(BUDGET, TokenSampling.best(), mode);

    List<Generation> together =
        golden.backbone.generate(prompts, settings, GoldenBackbone.SAMPLER, new Cancellation());

    assertThat(together).hasSameSizeAs(prompts);
    for (int i = 0; i < prompts.size(); i++) {
      assertSame(together.get(i), golden.generate(prompts.get(i), settings), "prompt " + i);
    }
    assertThat(together.get(2).images()).as("the third answers with an image").hasSize(1);
  }

  @Test
  @DisplayName("as a batch draw the tokens that each draws alone")
  void aBatchDrawsWhatEachDrawsAlone() {
    GenerationSettings settings =
        GoldenBackbone.settings(
            BUDGET, new TokenSampling(false, 0.8, 20, 0.9, 1.1, 11), ImageMode.ONE_PASS);
    List<Prompt> words = prompts.subList(0, 2);

    List<Generation> together =
        golden.backbone.generate(words, settings, GoldenBackbone.SAMPLER, new Cancellation());

    for (int i = 0; i < words.size(); i++) {
      assertThat(together.get(i).newIds())
          .containsExactly(golden.generate(words.get(i), settings).newIds());
    }
  }

  @Test
  @DisplayName("of which there are none give nothing")
  void noPrompts() {
    assertThat(
            golden.backbone.generate(
                List.of(), GoldenBackbone.greedy(1), GoldenBackbone.SAMPLER, new Cancellation()))
        .isEmpty();
  }

  @Test
  @DisplayName("at the same time do not disturb each other")
  void generationsAtTheSameTime() throws ExecutionException, InterruptedException {
    GenerationSettings settings = GoldenBackbone.greedy(BUDGET);
    List<Generation> alone =
        prompts.stream().map(prompt -> golden.generate(prompt, settings)).toList();

    try (ExecutorService threads = Executors.newFixedThreadPool(prompts.size())) {
      List<Future<Generation>> answers = new ArrayList<>();
      for (int repeat = 0; repeat < 3; repeat++) {
        for (Prompt prompt : prompts) {
          answers.add(threads.submit(() -> golden.generate(prompt, settings)));
        }
      }
      for (int i = 0; i < answers.size(); i++) {
        Generation same = alone.get(i % prompts.size());
        assertSame(answers.get(i).get(), same, "answer " + i);
      }
    }
  }

  private static void assertSame(Generation got, Generation wanted, String what) {
    assertThat(got.newIds()).as(what).containsExactly(wanted.newIds());
    assertThat(got.finish()).as(what).isEqualTo(wanted.finish());
    assertThat(got.promptPositions().longs()).isEqualTo(wanted.promptPositions().longs());
    assertThat(got.images()).as(what).hasSameSizeAs(wanted.images());
    for (int i = 0; i < got.images().size(); i++) {
      ImageEmbedding image = got.images().get(i);
      assertClose(
          image.values().floats(),
          wanted.images().get(i).values().floats(),
          EMBEDDING_TOLERANCE,
          what);
    }
  }
}
