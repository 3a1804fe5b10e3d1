package org.nexusgen.data.shapes;

/** Places of the 3 x 3 grid, row by row. */
enum Cell {
  TOP_LEFT,
  TOP_CENTER,
  TOP_RIGHT,
  MIDDLE_LEFT,
  CENTER,
  MIDDLE_RIGHT,
  BOTTOM_LEFT,
  BOTTOM_CENTER,
  BOTTOM_RIGHT;

  /** Pixels of a cell's side. */
  static final int SIDE = 24;

  static final int PER_ROW = 3;

  @SuppressWarnings("EnumOrdinal") // the cells are listed row by row
  int row() {
    return ordinal() / PER_ROW;
  }

  @SuppressWarnings("EnumOrdinal") // the cells are listed row by row
  int column() {
    return ordinal() % PER_ROW;
  }

  static Cell at(int row, int column) {
    return values()[row * PER_ROW + column];
  }

  boolean isCorner() {
    return row() != 1 && column() != 1;
  }

  String word() {
    return Words.of(this);
  }
}
