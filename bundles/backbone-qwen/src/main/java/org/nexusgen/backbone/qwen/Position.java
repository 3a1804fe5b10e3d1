package org.nexusgen.backbone.qwen;

/** Where a token stands for the rotary embedding: three axes, equal for text. */
record Position(int time, int height, int width) {
  static Position text(int at) {
    return new Position(at, at, at);
  }

  /** One token of an image whose tokens stand at {@code base} and after it. */
  static Position image(int base, int row, int column) {
    return new Position(base, base + row, base + column);
  }

  /** The largest of the three. */
  int max() {
    return Math.max(time, Math.max(height, width));
  }
}
