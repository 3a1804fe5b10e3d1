package org.nexusgen.benchmarks;

/**
 * Sizes of a stack of decoder layers in training.
 *
 * @param inner width inside the feed-forward network
 */
public record StackDims(
    int hidden,
    int inner,
    int layers,
    int heads,
    int kvHeads,
    int vocabulary,
    int batch,
    int rows) {
  /** Three and a half million weights. */
  public static final StackDims MIDDLE = new StackDims(256, 832, 4, 8, 4, 512, 16, 160);

  /** The starter's backbone. */
  public static final StackDims MINI = new StackDims(128, 384, 4, 4, 2, 131, 24, 120);

  /** By the name that the command line has. */
  public static StackDims of(String name) {
    return switch (name) {
      case "middle" -> MIDDLE;
      case "mini" -> MINI;
      default -> throw new IllegalArgumentException("dims: got '" + name + "', wants middle, mini");
    };
  }

  int headDim() {
    return hidden / heads;
  }
}
