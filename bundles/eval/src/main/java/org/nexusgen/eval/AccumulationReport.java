package org.nexusgen.eval;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.nexusgen.api.train.CurvePlot;

/** The experiment's numbers for people and for programs. */
final class AccumulationReport {
  private static final double NANOS = 1e9;

  private AccumulationReport() {}

  /** One line a condition: the whole, then every row of the picture's tokens. */
  static String table(Map<String, String> facts, List<Accumulation> all) {
    StringBuilder text = new StringBuilder();
    facts.forEach((name, value) -> text.append(line("%-12s %s%n", name, value)));
    text.append(
        line(
            "%n%-30s %6s %8s %8s %7s %9s %7s  %s%n",
            "mean squared error", "n", "all", "relative", "passes", "s", "right", "by row"));
    for (Accumulation one : all) {
      text.append(
          line(
              "%-30s %6d %8.4f %8s %7d %9.4f %7s  %s%n",
              one.model() + ", " + one.condition(),
              one.error().count(),
              one.error().mse(),
              one.error().relativeMse().map(mse -> line("%.4f", mse)).orElse("-"),
              one.passes(),
              one.took().toNanos() / NANOS,
              one.right().count() == 0 ? "-" : line("%.3f", one.right().mean()),
              Arrays.stream(byRow(one.error()))
                  .mapToObj(mse -> line("%.4f", mse))
                  .collect(Collectors.joining(" "))));
    }
    return text.toString();
  }

  /** Means over rows of a square picture; of all tokens if it is none. */
  static double[] byRow(EmbeddingError error) {
    double[] tokens = error.mseByToken();
    int side = (int) Math.round(Math.sqrt(tokens.length));
    if (side * side != tokens.length) {
      return tokens;
    }
    double[] rows = new double[side];
    for (int i = 0; i < tokens.length; i++) {
      rows[i / side] += tokens[i] / side;
    }
    return rows;
  }

  /** Errors by token. */
  static CurvePlot.Curve curve(Accumulation one) {
    double[] tokens = one.error().mseByToken();
    return new CurvePlot.Curve(
        one.model() + ", " + one.condition(),
        IntStream.range(0, tokens.length).mapToObj(token -> (double) token).toList(),
        Arrays.stream(tokens).boxed().toList());
  }

  static void json(Map<String, String> facts, List<Accumulation> all, JsonGenerator json)
      throws IOException {
    json.writeStartObject();
    for (Map.Entry<String, String> fact : facts.entrySet()) {
      json.writeStringField(fact.getKey(), fact.getValue());
    }
    json.writeArrayFieldStart("conditions");
    for (Accumulation one : all) {
      json.writeStartObject();
      json.writeStringField("model", one.model());
      json.writeStringField("condition", one.condition());
      json.writeNumberField("n", one.error().count());
      json.writeNumberField("mse", one.error().mse());
      if (one.error().relativeMse().isPresent()) {
        json.writeNumberField("relative_mse", one.error().relativeMse().get());
      }
      json.writeNumberField("cosine", one.error().cosine());
      json.writeNumberField("passes", one.passes());
      json.writeNumberField("seconds_a_picture", one.took().toNanos() / NANOS);
      if (one.right().count() > 0) {
        json.writeNumberField("right", one.right().mean());
        json.writeNumberField("right_low", one.right().interval().low());
        json.writeNumberField("right_high", one.right().interval().high());
      }
      array("mse_by_token", one.error().mseByToken(), json);
      array("mse_by_row", byRow(one.error()), json);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void array(String name, double[] values, JsonGenerator json) throws IOException {
    json.writeArrayFieldStart(name);
    for (double value : values) {
      json.writeNumber(value);
    }
    json.writeEndArray();
  }

  private static String line(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
