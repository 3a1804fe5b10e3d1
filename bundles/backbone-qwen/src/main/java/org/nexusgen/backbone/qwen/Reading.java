package org.nexusgen.backbone.qwen;

import java.util.List;

/**
 * What one sequence feeds to the network in one pass, and what it wants to know.
 *
 * @param rows in order, after everything that the sequence fed before; none to sit a pass out
 * @param scored whether the last row's scores of all tokens are wanted
 * @param imageFrom first row whose image embedding is wanted
 * @param imageRows how many rows' image embeddings are wanted
 */
record Reading(List<Row> rows, boolean scored, int imageFrom, int imageRows) {
  private static final Reading NOTHING = new Reading(List.of(), false, 0, 0);

  Reading {
    rows = List.copyOf(rows);
    if (imageFrom < 0 || imageRows < 0 || imageFrom + imageRows > rows.size()) {
      throw new IllegalArgumentException(
          "image rows %d + %d of %d".formatted(imageFrom, imageRows, rows.size()));
    }
    if (scored && rows.isEmpty()) {
      throw new IllegalArgumentException("no row to score");
    }
  }

  static Reading nothing() {
    return NOTHING;
  }
}
