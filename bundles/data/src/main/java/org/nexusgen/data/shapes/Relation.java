package org.nexusgen.data.shapes;

import java.util.List;

/** How one object lies to another, and where the two stand when nothing else is said. */
enum Relation {
  LEFT(Cell.MIDDLE_LEFT, Cell.MIDDLE_RIGHT, "to the left of", "left of"),
  RIGHT(Cell.MIDDLE_RIGHT, Cell.MIDDLE_LEFT, "to the right of", "right of"),
  ABOVE(Cell.TOP_CENTER, Cell.BOTTOM_CENTER, "above", "on top of"),
  BELOW(Cell.BOTTOM_CENTER, Cell.TOP_CENTER, "below", "under");

  private final Cell first;
  private final Cell second;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<String> words;

  Relation(Cell first, Cell second, String... words) {
    this.first = first;
    this.second = second;
    this.words = List.of(words);
  }

  Cell first() {
    return first;
  }

  Cell second() {
    return second;
  }

  List<String> words() {
    return words;
  }

  boolean holds(SceneObject one, SceneObject other) {
    int across = one.cell().column() - other.cell().column();
    int down = one.cell().row() - other.cell().row();
    return switch (this) {
      case LEFT -> across < 0;
      case RIGHT -> across > 0;
      case ABOVE -> down < 0;
      case BELOW -> down > 0;
    };
  }
}
