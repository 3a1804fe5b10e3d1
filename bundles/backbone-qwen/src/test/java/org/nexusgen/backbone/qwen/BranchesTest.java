package org.nexusgen.backbone.qwen;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nexusgen.backbone.qwen.Closeness.assertClose;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.engine.GraphSession;
import org.nexusgen.api.engine.RunResult;
import org.nexusgen.api.engine.SessionSettings;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.train.TrainableBackbone;
import org.nexusgen.api.train.TrainableBackbone.ImageInputs;
import org.nexusgen.api.train.TrainableBackbone.Layout;
import org.nexusgen.api.train.TrainableBackbone.Picture;
import org.nexusgen.api.train.TrainableBackbone.TrainingSequence;
import org.nexusgen.api.vision.ImageEmbedding;
import org.nexusgen.api.weights.WeightSet;

@DisplayName("Branches of a training sequence")
class BranchesTest {
  private static final int START = 509;
  private static final int END = 510;
  private static final int PAD = 512;
  private static final int WIDTH = 64;

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
                trainable.graph(Layout.BRANCHES),
                golden.context().model().weights(WeightSet.BACKBONE),
                SessionSettings.standard().withThreads(1));
  }

  @AfterAll
  static void close() {
    session.close();
    golden.close();
  }

  private static Picture picture(boolean isTarget) {
    float[] values = new float[6 * WIDTH];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.sin(isTarget ? 2 * i : i);
    }
    return new Picture(new ImageEmbedding(Tensor.of(values, 6, WIDTH), 2, 3), isTarget, List.of());
  }

  private static int[] join(int[]... parts) {
    return Arrays.stream(parts).flatMapToInt(Arrays::stream).toArray();
  }

  private static int[] pads() {
    return IntStream.generate(() -> PAD).limit(6).toArray();
  }

  private static float[] weights(int[] ids, int learnedFrom) {
    float[] weights = new float[ids.length];
    for (int i = learnedFrom; i < ids.length; i++) {
      weights[i] = ids[i] == PAD ? 0 : 1;
    }
    return weights;
  }

  private static RunResult run(List<TrainingSequence> sequences) {
    return session.run(
        Map.copyOf(trainable.batch(sequences, ImageInputs.PREFILL, Layout.BRANCHES).inputs()));
  }

  @Test
  @DisplayName("each predict what they predict alone behind the trunk")
  void aloneAndTogether() {
    int[] trunk = join(new int[] {3, 4, START}, pads(), new int[] {END});
    List<int[]> branches =
        List.of(
            new int[] {5, 6, 7},
            join(new int[] {8, START}, pads(), new int[] {END, 9}),
            new int[] {10, 11, 12, 13});
    List<TrainingSequence> alone = new ArrayList<>();
    for (int[] branch : branches) {
      List<Picture> pictures = new ArrayList<>(List.of(picture(false)));
      if (Arrays.stream(branch).anyMatch(id -> id == PAD)) {
        pictures.add(picture(true));
      }
      int[] ids = join(trunk, branch);
      alone.add(new TrainingSequence(ids, weights(ids, trunk.length + 1), pictures));
    }
    int[] all = join(trunk, branches.get(0), branches.get(1), branches.get(2));
    List<Integer> starts = List.of(trunk.length, trunk.length + 3, trunk.length + 3 + 10);
    float[] weights = weights(all, trunk.length);
    starts.forEach(start -> weights[start] = 0);
    TrainingSequence together =
        new TrainingSequence(all, weights, List.of(picture(false), picture(true)), starts);
    try (RunResult one = run(alone);
        RunResult other = run(List.of(together))) {
      for (String output : List.of(TrainableBackbone.SCORES, TrainableBackbone.IMAGE_EMBEDDINGS)) {
        assertClose(other.tensor(output).floats(), one.tensor(output).floats(), 2e-4f, output);
      }
    }
  }

  @Test
  @DisplayName("are refused where they do not ascend, and in a graph for chains")
  void refused() {
    TrainingSequence back =
        new TrainingSequence(new int[] {1, 2, 3, 4}, new float[4], List.of(), List.of(3, 2));
    assertThatThrownBy(() -> trainable.batch(List.of(back), ImageInputs.PREFILL, Layout.BRANCHES))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("[3, 2]");
    TrainingSequence branched =
        new TrainingSequence(new int[] {1, 2, 3, 4}, new float[4], List.of(), List.of(2));
    assertThatThrownBy(() -> trainable.batch(List.of(branched), ImageInputs.PREFILL))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("chains");
  }
}
