package org.nexusgen.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.backbone.AutoregressiveBackbone;
import org.nexusgen.api.backbone.BackboneInfo;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.train.TrainableBackbone;
import org.nexusgen.api.train.TrainableBackbone.Batch;
import org.nexusgen.api.train.TrainableBackbone.ImageInputs;
import org.nexusgen.api.train.TrainableBackbone.Layout;
import org.nexusgen.api.train.TrainableBackbone.Picture;
import org.nexusgen.api.train.TrainableBackbone.TrainingSequence;
import org.nexusgen.api.vision.ImageEmbedding;
import org.osgi.annotation.versioning.ConsumerType;

/** What a trainable backbone promises: rows predict what stands behind them, and never see it. */
@ConsumerType
public abstract class TrainableBackboneContract extends TrainablePartContract {
  private static final double TOLERANCE = 1e-4;

  protected TrainableBackboneContract() {}

  @Override
  protected abstract TrainableBackbone part();

  /** The backbone of the same model that answers; this class closes it. */
  protected abstract AutoregressiveBackbone answering();

  /** Six ids of words. */
  protected abstract int[] words();

  @Override
  protected final List<Graph> graphs() {
    return Stream.of(Layout.values()).map(layout -> part().graph(layout)).toList();
  }

  /** Words, a target of two embeddings, and the last word, which is learned. */
  private TrainingSequence draws(long picture, int lastWord) {
    BackboneInfo info = part().info();
    int[] words = words();
    int[] ids = {
      words[0],
      words[1],
      info.visionStart(),
      info.imagePad(),
      info.imagePad(),
      info.visionEnd(),
      lastWord
    };
    float[] weights = {0, 1, 1, 0, 0, 0, 1};
    ImageEmbedding embedding = new ImageEmbedding(random(picture, 2, info.hiddenSize()), 1, 2);
    return new TrainingSequence(ids, weights, List.of(new Picture(embedding, true, List.of())));
  }

  private TrainingSequence talks() {
    return new TrainingSequence(words(), new float[] {0, 0, 0, 1, 1, 1}, List.of());
  }

  private Tensor output(String output, ImageInputs mode, TrainingSequence... sequences) {
    Batch batch = part().batch(List.of(sequences), mode);
    return run(part().graph(), batch.inputs(), output);
  }

  @Test
  @DisplayName("is described as the backbone that answers")
  void info() {
    try (AutoregressiveBackbone answering = answering()) {
      assertThat(part().info()).isEqualTo(answering.info());
    }
  }

  @ParameterizedTest
  @EnumSource(ImageInputs.class)
  @DisplayName("each sequence of a batch is predicted as it is alone, in the batch's order")
  void batch(ImageInputs mode) {
    TrainingSequence first = draws(1, words()[2]);
    TrainingSequence second = talks();
    for (String output : List.of(TrainableBackbone.SCORES, TrainableBackbone.IMAGE_EMBEDDINGS)) {
      float[] together = output(output, mode, first, second).floats();
      float[] one = output(output, mode, first).floats();
      float[] other = output(output, mode, second).floats();
      Close.assertClose(Arrays.copyOf(together, one.length), one, TOLERANCE);
      Close.assertClose(
          Arrays.copyOfRange(together, one.length, together.length), other, TOLERANCE);
    }
    Batch batch = part().batch(List.of(first, second), mode);
    int[] words = words();
    assertThat(batch.labels().ints())
        .containsExactly(
            words[1], part().info().visionStart(), words[2], words[3], words[4], words[5]);
    assertThat(batch.labelWeights().floats()).hasSize(6).containsOnly(1f);
    Close.assertClose(
        batch.targets().floats(), first.pictures().get(0).embedding().values().floats(), 0);
  }

  @Test
  @DisplayName("no label is seen by the row that predicts it")
  void noLabelLeaks() {
    int[] words = words();
    Tensor one = output(TrainableBackbone.SCORES, ImageInputs.PREFILL, draws(1, words[2]));
    Tensor other = output(TrainableBackbone.SCORES, ImageInputs.PREFILL, draws(1, words[3]));
    Close.assertClose(other.floats(), one.floats(), TOLERANCE);
  }

  @Test
  @DisplayName("no embedding is seen by the row that predicts it, and with prefill rows by no row")
  void noEmbeddingLeaks() {
    int word = words()[2];
    String output = TrainableBackbone.IMAGE_EMBEDDINGS;
    Tensor prefilled = output(output, ImageInputs.PREFILL, draws(1, word));
    Tensor otherPrefilled = output(output, ImageInputs.PREFILL, draws(2, word));
    Tensor forced = output(output, ImageInputs.TARGET, draws(1, word));
    Tensor otherForced = output(output, ImageInputs.TARGET, draws(2, word));

    Close.assertClose(otherPrefilled.floats(), prefilled.floats(), TOLERANCE);
    Close.assertClose(otherForced.rows(0, 1).floats(), forced.rows(0, 1).floats(), TOLERANCE);
    Close.assertClose(forced.rows(0, 1).floats(), prefilled.rows(0, 1).floats(), TOLERANCE);
    assertThat(distance(otherForced.rows(1, 2), forced.rows(1, 2)))
        .as("the second is predicted behind the first")
        .isGreaterThan(TOLERANCE);
  }

  private static double distance(Tensor one, Tensor other) {
    float[] a = one.floats();
    float[] b = other.floats();
    double largest = 0;
    for (int i = 0; i < a.length; i++) {
      largest = Math.max(largest, Math.abs((double) a[i] - b[i]));
    }
    return largest;
  }

  @Test
  @DisplayName("batches without labels or without pictures are batches")
  void emptySides() {
    int width = part().info().hiddenSize();
    assertThat(
            output(TrainableBackbone.IMAGE_EMBEDDINGS, ImageInputs.PREFILL, talks())
                .shape()
                .toArray())
        .containsExactly(0, width);
    TrainingSequence drawing = draws(1, words()[2]);
    TrainingSequence unlabelled =
        new TrainingSequence(drawing.ids(), new float[7], drawing.pictures());
    assertThat(output(TrainableBackbone.SCORES, ImageInputs.PREFILL, unlabelled).shape().toArray())
        .containsExactly(0, part().info().vocabulary());
  }

  @Test
  @DisplayName("placeholders and pictures that do not match are refused")
  void mismatches() {
    TrainingSequence drawing = draws(1, words()[2]);
    TrainingSequence without =
        new TrainingSequence(drawing.ids(), drawing.labelWeights(), List.of());
    TrainingSequence superfluous = new TrainingSequence(words(), new float[6], drawing.pictures());
    for (TrainingSequence wrong : List.of(without, superfluous)) {
      assertThatThrownBy(() -> part().batch(List.of(wrong), ImageInputs.PREFILL))
          .isInstanceOf(BadInputException.class);
    }
  }
}
