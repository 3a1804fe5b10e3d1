package org.nexusgen.pipeline;

import java.util.Optional;
import org.nexusgen.api.NexusGenException;

/**
 * A service of the figure as messages name it.
 *
 * @param box of the figure
 * @param name by which requests choose it
 * @param version of its bundle
 * @param type its class, which tells the bundle
 */
record PartLabel(String box, String name, String version, Class<?> type) {
  /** What a shelf holds. */
  static <S> PartLabel of(Shelf<S> shelf, S service) {
    return of(shelf.box(), shelf.nameOf(service), service);
  }

  static PartLabel of(String box, String name, Object service) {
    return new PartLabel(box, name, Figure.versionOf(service), service.getClass());
  }

  /** It gave what it must not give. */
  NexusGenException gave(String got, String wanted) {
    return new NexusGenException("%s gave %s, wants %s; %s".formatted(this, got, wanted, remedy()));
  }

  /** It gave a value that is no number. */
  NexusGenException gaveNoNumber(String what, float value, int at, int of) {
    return new NexusGenException(
        ("%s gave %s that hold %s (value %d of %d), wants numbers; check the model's weights, try"
                + " another precision or engine, or %s")
            .formatted(this, what, value, at + 1, of, remedy()));
  }

  /** It threw something else than the exceptions of the api. */
  NexusGenException failed(String asked, Throwable failure) {
    String reason =
        failure instanceof OutOfMemoryError
            ? "memory is used up (%s); ask for less at once, give the JVM more (-Xmx), or %s"
                .formatted(failure.getMessage(), remedy())
            : failure + place(failure.getStackTrace()) + "; " + remedy();
    return new NexusGenException(
        "%s failed when it was asked to %s: %s".formatted(this, asked, reason), failure);
  }

  /** What a user can do about it. */
  String remedy() {
    Optional<String> option =
        switch (box) {
          case "vision encoder" -> Optional.of("--encoder");
          case "backbone", "decoder", "sampler", "token sampler" ->
              Optional.of("--" + box.replace(' ', '-'));
          default -> Optional.empty();
        };
    return option
        .map(one -> "choose another by " + one + ", or update its bundle")
        .orElse("update its bundle, or stop it where there is another");
  }

  /** The line of its own code that a thread is at, for the end of a clause. */
  static String place(StackTraceElement[] trace) {
    for (StackTraceElement frame : trace) {
      if (!frame.getClassName().matches("(java|jdk|sun|org\\.nexusgen\\.pipeline)\\..*")) {
        return ", at " + frame;
      }
    }
    return "";
  }

  @Override
  public String toString() {
    return "%s '%s' %s%s".formatted(box, name, version, CodeOrigin.of(type));
  }
}
