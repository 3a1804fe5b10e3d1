package org.nexusgen.backbone.qwen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nexusgen.backbone.qwen.Closeness.assertClose;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.tensor.Tensor;

@DisplayName("A stretch of a batch")
class StretchTest {
  private static final float NO = -Float.MAX_VALUE;

  private static Reading reading(int rows, boolean scored, int imageFrom, int imageRows) {
    return new Reading(
        IntStream.range(0, rows)
            .mapToObj(i -> new Row(FloatBuffer.wrap(new float[] {i + 1, rows}), Position.text(i)))
            .toList(),
        scored,
        imageFrom,
        imageRows);
  }

  private static Map<String, Tensor> inputs(Stretch stretch) {
    return stretch.inputs(ToyModel.config(), new RotaryTable(ToyModel.config()));
  }

  @Test
  @DisplayName("pads short readings on the left, also where it has none of their rows")
  void padsOnTheLeft() {
    List<Reading> readings = List.of(reading(2, true, 0, 0), reading(5, true, 1, 3));

    Stretch first = new Stretch(readings, 5, 0, 2);
    Stretch middle = new Stretch(readings, 5, 2, 4);
    Stretch last = new Stretch(readings, 5, 4, 5);

    assertThat(inputs(first).get(QwenNetwork.EMBEDDINGS).floats())
        .containsExactly(0, 0, 0, 0, 1, 5, 2, 5);
    assertThat(inputs(middle).get(QwenNetwork.EMBEDDINGS).floats())
        .containsExactly(0, 0, 1, 2, 3, 5, 4, 5);
    assertThat(inputs(last).get(QwenNetwork.EMBEDDINGS).floats()).containsExactly(2, 2, 5, 5);
    assertThat(IntStream.of(0, 1).map(first::padding).toArray()).containsExactly(2, 0);
    assertThat(IntStream.of(0, 1).map(middle::padding).toArray()).containsExactly(1, 0);
    assertThat(IntStream.of(0, 1).map(last::padding).toArray()).containsExactly(0, 0);
  }

  @Test
  @DisplayName("asks for scores of the last column and for image rows where they are")
  void asksForRows() {
    List<Reading> readings = List.of(reading(2, true, 0, 0), reading(5, true, 1, 3));

    Map<String, Tensor> first = inputs(new Stretch(readings, 5, 0, 2));
    Map<String, Tensor> rest = inputs(new Stretch(readings, 5, 2, 5));

    assertThat(first.get(QwenStack.SCORED_ROWS).longs()).isEmpty();
    assertThat(first.get(QwenStack.IMAGE_ROWS).longs()).containsExactly(2 + 1);
    assertThat(rest.get(QwenStack.SCORED_ROWS).longs()).containsExactly(2, 3 + 2);
    assertThat(rest.get(QwenStack.IMAGE_ROWS).longs()).containsExactly(3, 3 + 1);
  }

  @Test
  @DisplayName("may look back at everything but empty places, and never ahead")
  void mask() {
    Slots slots = new Slots(2);
    slots.append(2, new int[] {1, 0});
    slots.append(2, new int[] {0, 2});

    assertThat(slots.mask(2).shape().toArray()).containsExactly(2, 1, 2, 4);
    assertThat(slots.mask(2).floats())
        .containsExactly(
            NO, 0, 0, NO, //
            NO, 0, 0, 0, //
            0, 0, NO, NO, //
            0, 0, NO, NO);
  }

  @Test
  @DisplayName("after stretch makes the same of a long reading as one pass")
  void longReadingsAreTheSameInStretches() {
    int length = 2 * NetworkDecoder.STRETCH + 40;
    try (GoldenBackbone golden = new GoldenBackbone();
        Decoder whole = golden.decoder();
        Decoder pieces = golden.decoder()) {
      List<Row> rows =
          IntStream.range(0, length)
              .mapToObj(
                  i -> new Row(golden.model.inputs().tokens().row(i * 31 % 500), Position.text(i)))
              .toList();
      int imageFrom = NetworkDecoder.STRETCH - 7;
      Prediction once = whole.read(List.of(new Reading(rows, true, imageFrom, 20))).get(0);
      float[] embeddings = {};
      float[] scores = {};
      for (int from = 0; from < length; from += 100) {
        int to = Math.min(from + 100, length);
        boolean here = from == imageFrom / 100 * 100;
        Reading piece =
            new Reading(
                rows.subList(from, to),
                to == length,
                here ? imageFrom - from : 0,
                here ? Math.min(20, to - imageFrom) : 0);
        Prediction prediction = pieces.read(List.of(piece)).get(0);
        embeddings = here ? prediction.embeddings() : embeddings;
        scores = prediction.scores();
      }

      assertThat(whole.forwards()).isEqualTo(3);
      assertClose(scores, once.scores(), 3e-4f, "scores");
      assertThat(once.embeddings()).hasSize(20 * golden.model.config().hiddenSize());
      assertThat(embeddings).isNotEmpty();
      assertClose(
          embeddings,
          java.util.Arrays.copyOf(once.embeddings(), embeddings.length),
          1e-4f,
          "embeddings");
    }
  }
}
