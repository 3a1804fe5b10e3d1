package org.nexusgen.eval;

import java.util.LinkedHashMap;
import java.util.Map;

/** Errors of predicted embeddings by task and kind; for each task also of all kinds. */
final class EmbeddingErrors {
  private final Map<Key, EmbeddingError> errors = new LinkedHashMap<>();

  /** What is compared. */
  record Key(String task, String kind) {}

  void add(String task, String kind, float[] predicted, float[] truth, int tokens) {
    errors
        .computeIfAbsent(new Key(task, kind), unused -> new EmbeddingError())
        .add(predicted, truth, tokens);
    errors
        .computeIfAbsent(new Key(task, Scoreboard.EVERY_KIND), unused -> new EmbeddingError())
        .add(predicted, truth, tokens);
  }

  Map<Key, EmbeddingError> errors() {
    return errors;
  }
}
