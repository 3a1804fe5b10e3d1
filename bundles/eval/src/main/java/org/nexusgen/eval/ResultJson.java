package org.nexusgen.eval;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Map;

/** A result for programs. */
final class ResultJson {
  private ResultJson() {}

  static void write(Result result, JsonGenerator json) throws IOException {
    json.writeStartObject();
    for (Map.Entry<String, String> fact : result.facts().entrySet()) {
      json.writeStringField(fact.getKey(), fact.getValue());
    }
    json.writeNumberField("seconds", result.took().toMillis() / 1000.0);
    json.writeArrayFieldStart("goals");
    for (MiniPlan.Goal goal : result.goals()) {
      json.writeStartObject();
      json.writeStringField("name", goal.name());
      json.writeNumberField("n", goal.mean().count());
      json.writeNumberField("value", goal.mean().value());
      json.writeNumberField("low", goal.interval().low());
      json.writeNumberField("high", goal.interval().high());
      json.writeNumberField("aim", goal.aim());
      json.writeNumberField("least", goal.least());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("scores");
    for (Map.Entry<Scoreboard.Key, Tally> each : result.board().tallies().entrySet()) {
      score(each.getKey(), each.getValue(), json);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("embeddings");
    for (Map.Entry<EmbeddingErrors.Key, EmbeddingError> each :
        result.embeddings().errors().entrySet()) {
      embedding(each.getKey(), each.getValue(), json);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("notes");
    for (String note : result.notes()) {
      json.writeString(note);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void score(Scoreboard.Key key, Tally tally, JsonGenerator json)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("task", key.task());
    json.writeStringField("kind", key.kind());
    if (!key.group().isEmpty()) {
      json.writeStringField("group", key.group());
    }
    json.writeStringField("score", key.score());
    json.writeNumberField("n", tally.count());
    json.writeNumberField("mean", tally.mean());
    json.writeNumberField("low", tally.interval().low());
    json.writeNumberField("high", tally.interval().high());
    json.writeEndObject();
  }

  private static void embedding(EmbeddingErrors.Key key, EmbeddingError error, JsonGenerator json)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("task", key.task());
    json.writeStringField("kind", key.kind());
    json.writeNumberField("n", error.count());
    json.writeNumberField("mse", error.mse());
    if (error.relativeMse().isPresent()) {
      json.writeNumberField("relative_mse", error.relativeMse().get());
    }
    json.writeNumberField("cosine", error.cosine());
    json.writeArrayFieldStart("mse_by_token");
    for (double mse : error.mseByToken()) {
      json.writeNumber(mse);
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
