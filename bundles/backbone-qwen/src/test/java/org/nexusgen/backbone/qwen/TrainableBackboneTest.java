package org.nexusgen.backbone.qwen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nexusgen.backbone.qwen.Closeness.assertClose;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.backbone.Generation;
import org.nexusgen.api.backbone.GenerationListener;
import org.nexusgen.api.backbone.GenerationSettings;
import org.nexusgen.api.backbone.GenerationSettings.ImageMode;
import org.nexusgen.api.backbone.GenerationSettings.PositionMode;
import org.nexusgen.api.backbone.TokenSampler;
import org.nexusgen.api.backbone.TokenSampling;
import org.nexusgen.api.engine.GraphSession;
import org.nexusgen.api.engine.RunResult;
import org.nexusgen.api.engine.SessionSettings;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.text.Prompt;
import org.nexusgen.api.train.InitialWeight;
import org.nexusgen.api.train.TrainableBackbone;
import org.nexusgen.api.train.TrainableBackbone.Batch;
import org.nexusgen.api.train.TrainableBackbone.ImageInputs;
import org.nexusgen.api.train.TrainableBackbone.Picture;
import org.nexusgen.api.train.TrainableBackbone.TrainingSequence;
import org.nexusgen.api.vision.ImageEmbedding;
import org.nexusgen.api.vision.ImageGrid;
import org.nexusgen.api.weights.WeightSet;
import org.nexusgen.api.weights.WeightStore;

@DisplayName("The Qwen backbone in training")
class TrainableBackboneTest {
  private static final int STOP = 502;
  private static final int START = 509;
  private static final int END = 510;
  private static final int PAD = 512;
  private static final int WIDTH = 64;
  private static final float SCORE_TOLERANCE = 3e-4f;
  private static final float EMBEDDING_TOLERANCE = 1e-4f;

  private static GoldenBackbone golden;
  private static TrainableBackbone trainable;
  private static GraphSession session;

  @BeforeAll
  static void open() {
    golden = new GoldenBackbone();
    trainable = new QwenTrainableBackbones().open(golden.context().model());
    session =
        GoldenModel.engine()
            .open(
                trainable.graph(),
                golden.context().model().weights(WeightSet.BACKBONE),
                SessionSettings.standard().withThreads(1));
  }

  @AfterAll
  static void close() {
    session.close();
    golden.close();
  }

  private static RunResult run(Batch batch) {
    return session.run(Map.copyOf(batch.inputs()));
  }

  private static ImageEmbedding embedding(int rows, int columns) {
    float[] values = new float[rows * columns * WIDTH];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.sin(i);
    }
    return new ImageEmbedding(Tensor.of(values, rows * columns, WIDTH), rows, columns);
  }

  private static Picture read(int rows, int columns) {
    return new Picture(embedding(rows, columns), false, List.of());
  }

  private static Picture target(ImageEmbedding embedding) {
    return new Picture(embedding, true, List.of());
  }

  /** Writes given tokens and remembers all scores. */
  private static final class Script implements TokenSampler {
    private final Iterator<Integer> tokens;
    private final List<float[]> scores = new ArrayList<>();

    Script(Integer... tokens) {
      this.tokens = List.of(tokens).iterator();
    }

    @Override
    public String name() {
      return "script";
    }

    @Override
    public Chooser begin(TokenSampling sampling) {
      return (row, seen) -> {
        scores.add(row.clone());
        return tokens.next();
      };
    }
  }

  @Test
  @DisplayName("predicts what it predicts when it answers, with words and two pictures")
  void agreesWithAnswers() {
    Prompt prompt = GoldenBackbone.understanding();
    Script script = new Script(7, START, 8, 9, START, 10, STOP);
    Generation answer =
        golden.backbone.generate(
            prompt,
            new GenerationSettings(
                60,
                TokenSampling.best(),
                new ImageGrid(1, 4, 6),
                ImageMode.ONE_PASS,
                PositionMode.CONSISTENT,
                2,
                false),
            script,
            GenerationListener.silent(),
            new Cancellation());
    assertThat(answer.newIds())
        .containsExactly(
            7, START, PAD, PAD, PAD, PAD, PAD, PAD, END, 8, 9, START, PAD, PAD, PAD, PAD, PAD, PAD,
            END, 10, STOP);

    int[] ids =
        IntStream.concat(Arrays.stream(prompt.ids()), Arrays.stream(answer.newIds())).toArray();
    float[] weights = new float[ids.length];
    for (int at = prompt.ids().length; at < ids.length; at++) {
      weights[at] = ids[at] == PAD || ids[at] == END ? 0 : 1;
    }
    List<Picture> pictures =
        Stream.concat(
                prompt.images().stream().map(image -> new Picture(image, false, List.of())),
                answer.images().stream().map(TrainableBackboneTest::target))
            .toList();
    // A shorter sequence beside it, so that there is padding.
    TrainingSequence shorter =
        new TrainingSequence(new int[] {3, 4, 5}, new float[] {0, 0, 1}, List.of());
    TrainingSequence sequence = new TrainingSequence(ids, weights, pictures);
    Batch batch = trainable.batch(List.of(shorter, sequence), ImageInputs.PREFILL);

    try (RunResult result = run(batch)) {
      assertThat(batch.labels().longs()).containsExactly(5, 7, START, 8, 9, START, 10, STOP);
      Tensor scores = result.tensor(TrainableBackbone.SCORES);
      for (int i = 0; i < script.scores.size(); i++) {
        float[] trained = scores.rows(i + 1, i + 2).floats();
        float[] chosen = script.scores.get(i);
        for (int id = 0; id < chosen.length; id++) {
          trained[id] = Float.isFinite(chosen[id]) ? trained[id] : chosen[id];
        }
        assertThat(trained).as("scores %d", i).containsExactly(chosen, within());
      }
      assertClose(
          result.tensor(TrainableBackbone.IMAGE_EMBEDDINGS).floats(),
          batch.targets().floats(),
          EMBEDDING_TOLERANCE,
          "pictures");
    }
  }

  private static Offset<Float> within() {
    return Offset.offset(SCORE_TOLERANCE);
  }

  @Test
  @DisplayName("predicts the naive variant's embeddings when it is fed with them")
  void teacherForcing() {
    Map<String, Tensor> tensors = GoldenModel.tensors("ar/gen/gen.safetensors");
    Tensor naive = tensors.get("gen_direct.naive_image_embeddings").reshape(81, WIDTH);
    int[] prompt = tensors.get("gen_direct.prompt_ids").ints();
    int[] ids = Arrays.copyOf(prompt, prompt.length + 81);
    Arrays.fill(ids, prompt.length, ids.length, PAD);
    TrainingSequence sequence =
        new TrainingSequence(
            ids, new float[ids.length], List.of(target(new ImageEmbedding(naive, 9, 9))));

    try (RunResult result = run(trainable.batch(List.of(sequence), ImageInputs.TARGET))) {
      assertClose(
          result.tensor(TrainableBackbone.IMAGE_EMBEDDINGS).floats(),
          naive.floats(),
          EMBEDDING_TOLERANCE,
          "naive embeddings");
    }
  }

  @Test
  @DisplayName("lists labels and image rows by sequence, then by place, with their weights")
  void order() {
    TrainingSequence first =
        new TrainingSequence(
            new int[] {3, START, PAD, PAD, END, 5},
            new float[] {0, 0.25f, 0, 0, 0.5f, 0},
            List.of(new Picture(embedding(1, 2), true, List.of(2f, 3f))));
    TrainingSequence second =
        new TrainingSequence(
            new int[] {START, PAD, END, 9, PAD},
            new float[] {0, 0, 0, 4, 0},
            List.of(read(1, 1), target(embedding(1, 1))));

    Batch batch = trainable.batch(List.of(first, second), ImageInputs.PREFILL);

    assertThat(batch.labels().longs()).containsExactly(START, END, 9);
    assertThat(batch.labelWeights().floats()).containsExactly(0.25f, 0.5f, 4);
    assertThat(batch.inputs().get(QwenStack.SCORED_ROWS).longs()).containsExactly(0, 3, 6 + 2);
    assertThat(batch.inputs().get(QwenStack.IMAGE_ROWS).longs()).containsExactly(1, 2, 6 + 3);
    assertThat(batch.rowWeights().floats()).containsExactly(2, 3, 1);
    assertThat(batch.targets().shape().toArray()).containsExactly(3, WIDTH);
  }

  @Test
  @DisplayName("refuses sequences that cannot be learned, and says which")
  void refusals() {
    TrainingSequence good = new TrainingSequence(new int[] {3, 4}, new float[] {0, 1}, List.of());
    refuses("sequence 1", good, words(new float[] {0, 0}, 3, 576));
    refuses("vocabulary has 576", words(new float[] {0, 0}, 3, 576));
    refuses("nothing comes before", words(new float[] {1, 0}, 3, 4));
    refuses("no picture", words(new float[] {0, 0}, 3, PAD));
    refuses("wants 0", shows(new float[] {0, 1}, target(embedding(1, 1)), 3, PAD));
    refuses("fewer image placeholders", shows(new float[1], read(1, 1), 3));
    refuses("1 x 2 embeddings", shows(new float[2], read(1, 2), 3, PAD));
    refuses("nothing comes before", shows(new float[1], target(embedding(1, 1)), PAD));
    int[] large = new int[1 + 9 * 10];
    Arrays.fill(large, 1, large.length, PAD);
    refuses("can predict 81", shows(new float[91], target(embedding(9, 10)), large));
    ImageEmbedding narrow = new ImageEmbedding(Tensor.of(new float[3], 1, 3), 1, 1);
    refuses("width 3", shows(new float[2], new Picture(narrow, false, List.of()), 3, PAD));
    refuses("32769", words(new float[32_769], new int[32_769]));
    assertThatThrownBy(() -> trainable.batch(List.of(), ImageInputs.PREFILL))
        .isInstanceOf(BadInputException.class);
  }

  private static TrainingSequence words(float[] weights, int... ids) {
    return new TrainingSequence(ids, weights, List.of());
  }

  private static TrainingSequence shows(float[] weights, Picture picture, int... ids) {
    return new TrainingSequence(ids, weights, List.of(picture));
  }

  private static void refuses(String message, TrainingSequence... sequences) {
    assertThatThrownBy(() -> trainable.batch(List.of(sequences), ImageInputs.PREFILL))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(message);
  }

  @Test
  @DisplayName("starts with the weights that a checkpoint has, under their names")
  void initialWeights() {
    WeightStore stored = golden.context().model().weights(WeightSet.BACKBONE);
    List<InitialWeight> initial = trainable.initialWeights();

    assertThat(initial)
        .extracting(InitialWeight::name)
        .containsExactlyInAnyOrderElementsOf(
            stored.names().stream().filter(name -> !name.startsWith("visual.")).toList());
    assertThat(initial)
        .filteredOn(w -> w.shape().rank() > 1)
        .extracting(InitialWeight::start)
        .containsOnly(InitialWeight.normal(0.02));
    assertThat(initial)
        .filteredOn(w -> w.name().endsWith("norm.weight"))
        .hasSize(7)
        .extracting(InitialWeight::start)
        .containsOnly(InitialWeight.ones());
    assertThat(initial)
        .filteredOn(w -> w.name().endsWith("bias"))
        .hasSize(9)
        .extracting(InitialWeight::start)
        .containsOnly(InitialWeight.zeros());
  }

  @Test
  @DisplayName("is found as a service by its name")
  void isAService() {
    assertThat(ServiceLoader.load(TrainableBackbone.Provider.class))
        .extracting(TrainableBackbone.Provider::name)
        .contains("qwen");
  }
}
