package org.nexusgen.engine.tensorrt.protocol;

import java.util.List;

/**
 * One axis of a tensor in a plan that was built for larger sizes: parts one behind another, each
 * filled up behind its real places.
 */
public record Axis(List<Part> parts) {
  /**
   * @param real places that hold something
   * @param planned places in the plan, as many or more
   */
  public record Part(int real, int planned) {
    public Part {
      if (real < 0 || planned < real) {
        throw new IllegalArgumentException(
            "part of an axis: got %d real places, wants 0 to %d".formatted(real, planned));
      }
    }
  }

  public Axis {
    parts = List.copyOf(parts);
  }

  /** One that is as large in the plan as it is. */
  public static Axis exact(int size) {
    return new Axis(List.of(new Part(size, size)));
  }

  public long real() {
    return parts.stream().mapToLong(Part::real).sum();
  }

  public long planned() {
    return parts.stream().mapToLong(Part::planned).sum();
  }

  public boolean isExact() {
    return real() == planned();
  }
}
