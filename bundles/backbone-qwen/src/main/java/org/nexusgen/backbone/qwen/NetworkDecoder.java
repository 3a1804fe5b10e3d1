package org.nexusgen.backbone.qwen;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.engine.GraphSession;
import org.nexusgen.api.engine.RunResult;
import org.nexusgen.api.tensor.Operand;

/**
 * The network in an engine. Sequences that have fewer rows to read than others are padded on the
 * left; long readings run in stretches, so that attention's memory does not grow with the square of
 * the prompt.
 */
final class NetworkDecoder implements Decoder {
  /**
   * Most rows of one run: enough to keep the cores busy, and for most prompts with their images.
   */
  static final int STRETCH = 512;

  private final GraphSession session;
  private final QwenBackboneConfig config;
  private final RotaryTable rotary;
  private final Cancellation cancellation;
  private final Slots slots;
  private final KeyValueCache cache;
  private int forwards;

  NetworkDecoder(
      GraphSession session, QwenBackboneConfig config, int batch, Cancellation cancellation) {
    this.session = session;
    this.config = config;
    this.rotary = new RotaryTable(config);
    this.cancellation = cancellation;
    this.slots = new Slots(batch);
    this.cache = new KeyValueCache(config, batch);
  }

  @Override
  public List<Prediction> read(List<Reading> readings) {
    int longest = readings.stream().mapToInt(reading -> reading.rows().size()).max().orElse(0);
    PredictionCollector collector = new PredictionCollector(readings, config.hiddenSize());
    for (int from = 0; from < longest; from += STRETCH) {
      cancellation.check();
      Stretch stretch = new Stretch(readings, longest, from, Math.min(from + STRETCH, longest));
      slots.append(
          stretch.rows(), IntStream.range(0, readings.size()).map(stretch::padding).toArray());
      Map<String, Operand> inputs = new HashMap<>(stretch.inputs(config, rotary));
      inputs.put(QwenNetwork.MASK, slots.mask(stretch.rows()));
      inputs.putAll(cache.inputs());
      try (RunResult result = session.run(inputs)) {
        forwards++;
        cache.advance(result);
        collector.take(stretch, result);
      }
    }
    return collector.predictions();
  }

  @Override
  public int forwards() {
    return forwards;
  }

  @Override
  public void close() {
    cache.close();
  }
}
