package org.nexusgen.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class MeasurementTest {
  @Test
  void work_runs_once_for_each_warm_up_and_repetition() {
    AtomicInteger runs = new AtomicInteger();
    Measurement measurement = Measurement.of("x", 2, 3, "", runs::incrementAndGet);
    assertThat(runs).hasValue(5);
    assertThat(measurement.seconds()).hasSize(3).isSorted();
  }

  @Test
  void the_cost_of_a_unit_is_the_difference_to_less_work() {
    Measurement less = new Measurement("1", new double[] {0.9, 1.0, 1.4}, "");
    Measurement more = new Measurement("5", new double[] {2.8, 3.0, 3.2}, "");
    Measurement unit = more.minus(less, 4, "unit", "a unit");
    assertThat(unit.median()).isEqualTo(0.5, Offset.offset(1e-12));
    assertThat(unit.least()).isEqualTo(0.475, Offset.offset(1e-12));
    assertThat(unit.name()).isEqualTo("unit");
  }

  @Test
  void reports_have_every_part_and_the_memory() {
    List<Measurement> measurements =
        List.of(new Measurement("encode", new double[] {0.001, 0.002, 0.003}, "a picture"));
    assertThat(BenchReport.table(measurements, Map.of("peak", 2_000_000L)))
        .contains("encode", "1.00", "2.00", "3.00", "a picture", "2 MB");
    assertThat(BenchReport.json("cpu", 1, measurements, Map.of("peak", 5L)))
        .isEqualTo(
            "{\"engine\":\"cpu\",\"threads\":1,\"parts\":{\"encode\":{\"min_s\":0.001000,"
                + "\"median_s\":0.002000,\"max_s\":0.003000}},\"memory_bytes\":{\"peak\":5}}");
  }

  @Test
  void equal_seeds_give_equal_weights_of_the_wanted_spread() {
    RandomWeights first = new RandomWeights(3).matrix("w", 64, 100);
    RandomWeights second = new RandomWeights(3).matrix("w", 64, 100);
    float[] values = first.tensors().get("w").floats();
    assertThat(second.tensors().get("w").floats()).isEqualTo(values);
    double squares = 0;
    for (float value : values) {
      squares += value * value;
    }
    assertThat(squares / values.length).isEqualTo(0.01, Offset.offset(0.001));
  }
}
