package org.nexusgen.backbone.qwen;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nexusgen.api.tensor.Tensor;

/** What stands at each place of a batch: a token, a prefill row, or a picture's embedding. */
final class PlacedRows {
  private final int sequences;
  private final int rows;
  private final List<Long> tokens = new ArrayList<>();
  private final List<Long> prefilled = new ArrayList<>();
  private final List<FloatBuffer> given = new ArrayList<>();

  /** Which of the three it is, and where in its list; padding shows the first token. */
  private final Kind[] kinds;

  private final int[] numbers;

  private enum Kind {
    TOKEN,
    PREFILL,
    GIVEN
  }

  PlacedRows(int sequences, int rows) {
    this.sequences = sequences;
    this.rows = rows;
    this.numbers = new int[Math.multiplyExact(sequences, rows)];
    this.kinds = new Kind[numbers.length];
    Arrays.fill(kinds, Kind.TOKEN);
  }

  /**
   * @param place counted through all sequences
   */
  void token(int place, int id) {
    set(place, Kind.TOKEN, tokens.size());
    tokens.add((long) id);
  }

  void prefill(int place, int row) {
    set(place, Kind.PREFILL, prefilled.size());
    prefilled.add((long) row);
  }

  void given(int place, FloatBuffer embedding) {
    set(place, Kind.GIVEN, given.size());
    given.add(embedding);
  }

  private void set(int place, Kind kind, int number) {
    kinds[place] = kind;
    numbers[place] = number;
  }

  /** As the inputs of {@link QwenTrainingNetwork}. */
  Map<String, Tensor> inputs(int width) {
    Map<String, Tensor> inputs = new HashMap<>();
    inputs.put(QwenTrainingNetwork.TOKENS, vector(tokens));
    inputs.put(QwenTrainingNetwork.PREFILL, vector(prefilled));
    inputs.put(QwenTrainingNetwork.PICTURES, FloatRows.join(given, width));
    inputs.put(QwenTrainingNetwork.PLACES, places());
    return inputs;
  }

  private Tensor places() {
    long[] places = new long[numbers.length];
    for (int i = 0; i < places.length; i++) {
      places[i] =
          switch (kinds[i]) {
            case TOKEN -> numbers[i];
            case PREFILL -> tokens.size() + numbers[i];
            case GIVEN -> tokens.size() + prefilled.size() + numbers[i];
          };
    }
    return Tensor.of(places, sequences, rows);
  }

  private static Tensor vector(List<Long> values) {
    return Tensor.of(values.stream().mapToLong(Long::longValue).toArray(), values.size());
  }
}
