package org.nexusgen.data.shapes;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A background and up to four objects, at most one a cell, in cell order: two scenes are equal if
 * their pictures are.
 */
record Scene(Background background, List<SceneObject> objects) {
  /** Pixels of a picture's side. */
  static final int PIXELS = Cell.SIDE * Cell.PER_ROW;

  static final int MOST_OBJECTS = 4;

  private static final int HELD_OUT_OF = 10;

  Scene {
    objects = objects.stream().sorted(Comparator.comparing(SceneObject::cell)).toList();
    long cells = objects.stream().map(SceneObject::cell).distinct().count();
    if (cells != objects.size() || objects.size() > MOST_OBJECTS) {
      throw new IllegalArgumentException(
          "a scene has at most %d objects, each in its own cell: %s"
              .formatted(MOST_OBJECTS, objects));
    }
  }

  Optional<SceneObject> at(Cell cell) {
    return objects.stream().filter(object -> object.cell() == cell).findFirst();
  }

  List<Cell> freeCells() {
    List<Cell> free = new ArrayList<>(List.of(Cell.values()));
    objects.forEach(object -> free.remove(object.cell()));
    return free;
  }

  Scene on(Background other) {
    return new Scene(other, objects);
  }

  Scene with(SceneObject added) {
    List<SceneObject> more = new ArrayList<>(objects);
    more.add(added);
    return new Scene(background, more);
  }

  Scene without(SceneObject removed) {
    List<SceneObject> fewer = new ArrayList<>(objects);
    fewer.remove(removed);
    return new Scene(background, fewer);
  }

  Scene replacing(SceneObject old, SceneObject changed) {
    return without(old).with(changed);
  }

  /** Whether a scene is kept out of training: a tenth of all, by content. */
  boolean isHeldOut() {
    // FNV-1a over the content: equal on every machine and Java version, unlike Enum.hashCode.
    long hash = 0xcbf29ce484222325L;
    for (char c : toString().toCharArray()) {
      hash = (hash ^ c) * 0x100000001b3L;
    }
    return Long.remainderUnsigned(hash ^ hash >>> 32, HELD_OUT_OF) == 0;
  }
}
