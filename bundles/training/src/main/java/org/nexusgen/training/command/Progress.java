package org.nexusgen.training.command;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.nexusgen.training.loop.TrainingListener;

/**
 * Tells how a training goes: a line for every line of metrics, and on a terminal between them a
 * line that is drawn again and again, with the time that is left.
 */
final class Progress implements TrainingListener {
  private static final long REDRAW_NANOS = 250_000_000L;
  private static final double NANOS = 1e9;

  /** What is printed of a line besides losses; the file has all. */
  private static final Set<String> SHOWN =
      Set.of("step", "loss", "learning_rate", "gradient_norm", "steps_per_second");

  private static final String CLEAR = "\r\u001b[K";

  private final String name;
  private final PrintStream to;
  private final boolean terminal;
  private final LongSupplier nanos;
  private long first = -1;
  private long begun;
  private long drawn;

  /**
   * @param name that every line begins with; empty where only one training runs
   */
  Progress(String name, PrintStream to, boolean terminal, LongSupplier nanos) {
    this.name = name;
    this.to = to;
    this.terminal = terminal;
    this.nanos = nanos;
  }

  @Override
  public void step(long step, long steps, double loss) {
    long now = nanos.getAsLong();
    if (first < 0) {
      first = step;
      begun = now;
      return;
    }
    if (terminal && now - drawn >= REDRAW_NANOS) {
      drawn = now;
      double left = (now - begun) / NANOS / (step - first) * (steps - step);
      to.print(
          CLEAR
              + String.format(
                  Locale.ROOT,
                  "%sstep %d of %d, loss %.4f, %s left",
                  name,
                  step,
                  steps,
                  loss,
                  duration(left)));
      to.flush();
    }
  }

  @Override
  public void metrics(Map<String, Object> line) {
    if (terminal) {
      to.print(CLEAR);
    }
    to.println(
        name
            + line.entrySet().stream()
                .filter(entry -> entry.getValue() instanceof Number)
                .filter(entry -> SHOWN.contains(entry.getKey()) || entry.getKey().endsWith(".loss"))
                .map(entry -> entry.getKey() + " " + shown((Number) entry.getValue()))
                .collect(Collectors.joining("  ")));
  }

  private static String shown(Number number) {
    return number instanceof Long || number instanceof Integer
        ? number.toString()
        : String.format(Locale.ROOT, "%.4g", number.doubleValue());
  }

  /** Hours, minutes and seconds, as far as they matter. */
  static String duration(double seconds) {
    long whole = Math.round(seconds);
    if (whole < 60) {
      return whole + " s";
    }
    return whole < 3600
        ? "%d min %02d s".formatted(whole / 60, whole % 60)
        : "%d h %02d min".formatted(whole / 3600, whole / 60 % 60);
  }
}
