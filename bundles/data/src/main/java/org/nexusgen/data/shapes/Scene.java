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
  private static final long HELD_OUT_SALT = 99;
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;
  private static final long MIXER = 0xd6e8feb86659fd93L;

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

  /**
   * Whether a scene is kept out of training: a tenth of all, by content. Prompts are held out with
   * their scenes, in whatever words. The salt is the first with which every kind of prompt has its
   * share, also those that mean few scenes: 1 of the 5 of "a star", 2 of the 20 of "a star and a
   * circle", 4 of the 40 of "a blue star".
   */
  boolean isHeldOut() {
    // FNV-1a over the content: equal on every machine and Java version, unlike Enum.hashCode.
    long hash = FNV_OFFSET ^ HELD_OUT_SALT;
    String content = SceneText.write(this);
    for (int i = 0; i < content.length(); i++) {
      hash = (hash ^ content.charAt(i)) * FNV_PRIME;
    }
    // The last words stir only the low bits: mix once more before the remainder is taken.
    hash = (hash ^ (hash >>> 32)) * MIXER;
    return Long.remainderUnsigned(hash ^ (hash >>> 32), HELD_OUT_OF) == 0;
  }

  /** Whether it shows a pair of colour and shape that is held out, if that split is asked for. */
  boolean hasNovelPair() {
    return objects.stream().anyMatch(SceneObject::isNovelPair);
  }
}
