package org.nexusgen.data.unified;

import java.util.List;
import java.util.Locale;

/** What a conversation teaches; it follows from who shows pictures. */
public enum Task {
  /** The assistant answers in words. */
  UNDERSTANDING,
  /** The assistant shows a picture and nobody showed one before. */
  GENERATION,
  /** The assistant shows a picture after the user did. */
  EDITING;

  /** In lower case. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Task of(List<Turn> turns) {
    boolean seen = false;
    Task task = UNDERSTANDING;
    for (Turn turn : turns) {
      if (turn.images() > 0) {
        if (turn.role() == Role.ASSISTANT && task == UNDERSTANDING) {
          task = seen ? EDITING : GENERATION;
        }
        seen = true;
      }
    }
    return task;
  }
}
