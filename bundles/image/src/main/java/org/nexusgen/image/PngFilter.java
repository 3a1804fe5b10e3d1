package org.nexusgen.image;

/** PNG's five row filters (PNG specification § 9). */
enum PngFilter {
  NONE,
  SUB,
  UP,
  AVERAGE,
  PAETH;

  /** What the filter expects at a byte, from its neighbours. */
  private int predict(int left, int above, int aboveLeft) {
    return switch (this) {
      case NONE -> 0;
      case SUB -> left;
      case UP -> above;
      case AVERAGE -> (left + above) / 2;
      case PAETH -> paeth(left, above, aboveLeft);
    };
  }

  private static int paeth(int left, int above, int aboveLeft) {
    int estimate = left + above - aboveLeft;
    int byLeft = Math.abs(estimate - left);
    int byAbove = Math.abs(estimate - above);
    int byAboveLeft = Math.abs(estimate - aboveLeft);
    if (byLeft <= byAbove && byLeft <= byAboveLeft) {
      return left;
    }
    return byAbove <= byAboveLeft ? above : aboveLeft;
  }

  /**
   * Restores a filtered row in place.
   *
   * @param row filtered bytes
   * @param previous the restored row above; zeros for the first
   * @param length bytes in use
   * @param pixelBytes distance to the byte on the left
   */
  void restore(byte[] row, byte[] previous, int length, int pixelBytes) {
    if (this == NONE) {
      return;
    }
    for (int i = 0; i < length; i++) {
      boolean inner = i >= pixelBytes;
      int left = inner ? row[i - pixelBytes] & 0xff : 0;
      int aboveLeft = inner ? previous[i - pixelBytes] & 0xff : 0;
      row[i] += (byte) predict(left, previous[i] & 0xff, aboveLeft);
    }
  }

  /**
   * Filters a row.
   *
   * @param rows where the row, and the one above it, lie
   * @param at first byte of the row
   * @param above first byte of the row above; negative for none
   * @param length of a row
   * @param pixelBytes distance to the byte on the left
   * @param filtered where the result goes
   * @return sum of the result's distances from zero: the smaller, the better it will compress
   */
  long apply(byte[] rows, int at, int above, int length, int pixelBytes, byte[] filtered) {
    long sum = 0;
    for (int i = 0; i < length; i++) {
      boolean inner = i >= pixelBytes;
      int left = inner ? rows[at + i - pixelBytes] & 0xff : 0;
      int up = above < 0 ? 0 : rows[above + i] & 0xff;
      int upLeft = above < 0 || !inner ? 0 : rows[above + i - pixelBytes] & 0xff;
      byte rest = (byte) (rows[at + i] - predict(left, up, upLeft));
      filtered[i] = rest;
      sum += Math.abs(rest);
    }
    return sum;
  }
}
