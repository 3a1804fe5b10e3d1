package org.nexusgen.backbone.qwen;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/** Notes every row that one sequence feeds to a decoder. */
final class RecordingDecoder implements Decoder {
  private final Decoder decoder;
  final List<List<Row>> readings = new ArrayList<>();
  final List<Prediction> predictions = new ArrayList<>();

  RecordingDecoder(Decoder decoder) {
    this.decoder = decoder;
  }

  @Override
  public List<Prediction> read(List<Reading> all) {
    readings.add(all.get(0).rows());
    List<Prediction> result = decoder.read(all);
    Prediction first = result.get(0);
    predictions.add(new Prediction(first.scores().clone(), first.embeddings().clone()));
    return result;
  }

  /** All rows behind the prompt, in order. */
  List<Row> rowsBehind(int promptLength) {
    List<Row> rows = readings.stream().flatMap(List::stream).toList();
    return rows.subList(promptLength, rows.size());
  }

  static float[] floats(Row row) {
    FloatBuffer embedding = row.embedding().duplicate();
    float[] values = new float[embedding.remaining()];
    embedding.get(values);
    return values;
  }

  @Override
  public int forwards() {
    return decoder.forwards();
  }

  @Override
  public void close() {
    decoder.close();
  }
}
