package org.nexusgen.api.engine;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** Whether an engine can run here and now; if not, exactly why, and what helps. */
public sealed interface Availability {
  /** It can. */
  static Availability available() {
    return new Available();
  }

  /** It cannot, for reasons of which there is one or more. */
  static Availability unavailable(List<Reason> reasons) {
    return new Unavailable(reasons);
  }

  /** The engine can run. */
  record Available() implements Availability {}

  /**
   * The engine cannot run.
   *
   * @param reasons all that were found, the one to mend first at the front; never empty
   */
  record Unavailable(List<Reason> reasons) implements Availability {
    public Unavailable {
      reasons = List.copyOf(reasons);
      if (reasons.isEmpty()) {
        throw new IllegalArgumentException("reasons: got none, wants one or more");
      }
    }

    /** All reasons in one line. */
    public String message() {
      return reasons.stream().map(Reason::sentence).collect(Collectors.joining("; "));
    }

    /**
     * What a person hears who chose the engine: the reason to mend first, and a count of the
     * others, which would fill a screen.
     *
     * @param engine its name
     */
    public String refusal(String engine) {
      int more = reasons.size() - 1;
      String others =
          switch (more) {
            case 0 -> "";
            case 1 -> "; and one more thing is missing";
            default -> "; and " + more + " more things are missing";
          };
      return "engine '%s' cannot run here: %s%s ('nexusgen engines' lists all; --engine, or the setting pipeline.engine, chooses another)"
          .formatted(engine, reasons.get(0).sentence(), others);
    }
  }

  /**
   * One thing that is not as the engine needs it.
   *
   * @param what is looked at: {@code NVIDIA driver}, {@code libnvinfer.so.8}
   * @param got what was found: {@code none}, {@code 470.82}
   * @param wanted what the engine needs: {@code 525 or newer}
   * @param remedy what a person does about it, as an imperative
   */
  record Reason(String what, String got, String wanted, String remedy) {
    public Reason {
      Objects.requireNonNull(what, "what");
      Objects.requireNonNull(got, "got");
      Objects.requireNonNull(wanted, "wanted");
      Objects.requireNonNull(remedy, "remedy");
    }

    /** The reason as one line: what, got, wanted, remedy. */
    public String sentence() {
      return "%s: got %s, wants %s: %s".formatted(what, got, wanted, remedy);
    }
  }
}
