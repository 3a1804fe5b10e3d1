package org.nexusgen.data.shapes;

import org.nexusgen.api.BadInputException;
import org.nexusgen.api.train.TrainingSample.Task;

/** How often each task comes; only the proportions count. */
public record TaskShares(double understanding, double generation, double editing) {
  /** The first stage of the mini model's recipe. */
  public static final TaskShares USUAL = new TaskShares(0.2, 0.4, 0.4);

  public TaskShares {
    if (!(isShare(understanding) && isShare(generation) && isShare(editing))
        || !(understanding + generation + editing > 0)) {
      throw new BadInputException(
          "task shares: got %s:%s:%s, wants three numbers of 0 or more, not all 0"
              .formatted(understanding, generation, editing));
    }
  }

  /** From {@code U:G:E}. */
  public static TaskShares parse(String text) {
    String[] parts = text.split(":", -1);
    try {
      if (parts.length == Task.values().length) {
        return new TaskShares(
            Double.parseDouble(parts[0]),
            Double.parseDouble(parts[1]),
            Double.parseDouble(parts[2]));
      }
    } catch (NumberFormatException e) {
      throw unreadable(text, e);
    }
    throw unreadable(text, new IllegalArgumentException(text));
  }

  Task draw(Draw draw) {
    double at = draw.fraction() * (understanding + generation + editing);
    if (at < understanding) {
      return Task.UNDERSTANDING;
    }
    return at < understanding + generation ? Task.GENERATION : Task.EDITING;
  }

  private static boolean isShare(double share) {
    return share >= 0 && share < Double.POSITIVE_INFINITY;
  }

  private static BadInputException unreadable(String text, Exception cause) {
    return new BadInputException(
        "task shares: got '%s', wants understanding:generation:editing such as 0.2:0.4:0.4"
            .formatted(text),
        cause);
  }
}
