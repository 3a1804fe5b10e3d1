package org.nexusgen.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.train.CurvePlot;

@DisplayName("Scores")
class TallyTest {
  private static Tally yes(int yes, int of) {
    Tally tally = new Tally();
    IntStream.range(0, of).forEach(i -> tally.add(i < yes ? 1 : 0));
    return tally;
  }

  @Test
  @DisplayName("of yes and no have Wilson's interval, also at none and all")
  void intervalsAreWilsons() {
    // By Wilson's formula with z = 1.96, as statistics packages give it.
    assertThat(yes(8, 10).interval().low()).isCloseTo(0.4902, within(1e-4));
    assertThat(yes(8, 10).interval().high()).isCloseTo(0.9433, within(1e-4));
    assertThat(yes(0, 10).interval().low()).isZero();
    assertThat(yes(0, 10).interval().high()).isCloseTo(0.2775, within(1e-4));
    assertThat(yes(200, 200).interval().low()).isCloseTo(0.9812, within(1e-4));
    assertThat(yes(200, 200).interval().high()).isCloseTo(1, within(1e-12));
  }

  @Test
  @DisplayName("of shares have an interval around their mean, inside 0 to 1")
  void sharesHaveAnInterval() {
    Tally tally = new Tally();
    tally.add(0.9);
    tally.add(1);
    tally.add(1);
    assertThat(tally.mean()).isCloseTo(0.9667, within(1e-4));
    assertThat(tally.interval().high()).isEqualTo(1);
    assertThat(tally.interval().low()).isBetween(0.85, 0.93);
  }

  @Test
  @DisplayName("have a mean in which every kind counts the same, groups not at all")
  void meansAreOfKinds() {
    Scoreboard board = new Scoreboard();
    board.add("t", "a", Map.of("objects", "1"), "right", 1);
    board.add("t", "a", Map.of("objects", "2"), "right", 1);
    board.add("t", "b", Map.of("objects", "2"), "right", 0);
    board.add("t", "c", Map.of(), "other", 0);
    board.add("u", "a", Map.of(), "right", 0);
    assertThat(board.mean("t", "right", kind -> true)).contains(new Scoreboard.Mean(0.5, 3));
    assertThat(board.mean("t", "right", "a"::equals)).contains(new Scoreboard.Mean(1, 2));
    assertThat(board.mean("t", "right", "z"::equals)).isEmpty();
    Scoreboard.Key twoObjects = new Scoreboard.Key("t", "all", "objects=2", "right");
    assertThat(board.tallies().get(twoObjects)).extracting(Tally::mean).isEqualTo(0.5);
  }

  @Test
  @DisplayName("of embeddings are relative to what the mean picture would reach")
  void embeddingErrorsAreRelative() {
    EmbeddingError mean = new EmbeddingError();
    EmbeddingError half = new EmbeddingError();
    float[] middle = {1, 5, 0, 0};
    for (float[] truth : new float[][] {{0, 4, -1, 1}, {2, 6, 1, -1}}) {
      mean.add(middle, truth, 2);
      float[] between = new float[truth.length];
      for (int i = 0; i < truth.length; i++) {
        between[i] = (truth[i] + middle[i]) / 2;
      }
      half.add(between, truth, 2);
    }
    assertThat(mean.relativeMse()).contains(1.0);
    assertThat(half.relativeMse()).contains(0.25);
    assertThat(half.mseByToken()).containsExactly(0.25, 0.25);
    assertThat(half.mse()).isEqualTo(0.25);
    EmbeddingError same = new EmbeddingError();
    float[] third = {1 / 3f, 1e3f / 7, 0, 0.1f};
    for (int i = 0; i < 7; i++) {
      same.add(middle, third, 2);
    }
    assertThat(same.relativeMse()).isEmpty();
  }

  @Test
  @DisplayName("of tokens are told by rows of a square picture, else token by token")
  void errorsAreToldByRow() {
    EmbeddingError square = new EmbeddingError();
    square.add(new float[] {1, 1, 2, 4}, new float[4], 4);
    assertThat(AccumulationReport.byRow(square)).containsExactly(1, 10);
    Accumulation one =
        new Accumulation("naive", "loop", square, new Tally(), 1, Duration.ofMillis(1));
    assertThat(AccumulationReport.curve(one))
        .isEqualTo(
            new CurvePlot.Curve(
                "naive, loop", List.of(0.0, 1.0, 2.0, 3.0), List.of(1.0, 1.0, 4.0, 16.0)));
    EmbeddingError other = new EmbeddingError();
    other.add(new float[] {1, 2, 3}, new float[3], 3);
    assertThat(AccumulationReport.byRow(other)).containsExactly(1, 4, 9);
  }

  @Test
  @DisplayName("take so many more minutes, or hours")
  void timesAreWords() {
    assertThat(Progress.words(65_000)).isEqualTo("1:05 min");
    assertThat(Progress.words(3_600_000 * 2 + 60_000)).isEqualTo("2:01 h");
    assertThat(Progress.words(-5)).isEqualTo("0:00 min");
  }
}
