package org.nexusgen.data.shapes;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What can be made out in a picture, cell by cell.
 *
 * @param background if it is one of the world's
 * @param things what lies in a cell: each an object, or empty for something unclear; cells where
 *     nothing lies are missing
 */
record Sight(Optional<Background> background, Map<Cell, List<Optional<SceneObject>>> things) {
  Sight {
    things = Map.copyOf(things);
  }

  /** Nothing at all. */
  static Sight nothing() {
    return new Sight(Optional.empty(), Map.of());
  }

  /** What a clean picture of a scene shows. */
  static Sight of(Scene scene) {
    return new Sight(
        Optional.of(scene.background()),
        scene.objects().stream()
            .collect(Collectors.toMap(SceneObject::cell, object -> List.of(Optional.of(object)))));
  }

  /** Whether a cell shows exactly this object, or nothing; false where no background is seen. */
  boolean shows(Cell cell, Optional<SceneObject> wanted) {
    List<Optional<SceneObject>> there = things.getOrDefault(cell, List.of());
    boolean same = wanted.isEmpty() ? there.isEmpty() : there.equals(List.of(wanted));
    return same && background.isPresent();
  }

  /** Whether it is a picture of the scene and of nothing else. */
  boolean shows(Scene scene) {
    return background.equals(Optional.of(scene.background()))
        && Stream.of(Cell.values()).allMatch(cell -> shows(cell, scene.at(cell)));
  }

  /** The share of the scene's objects that are there as they should be. */
  double shareOf(Scene scene) {
    long right =
        scene.objects().stream()
            .filter(object -> shows(object.cell(), Optional.of(object)))
            .count();
    return scene.objects().isEmpty() ? 1 : right / (double) scene.objects().size();
  }

  /** The scene, if all is clear. */
  Optional<Scene> scene() {
    boolean clear =
        things.values().stream().allMatch(there -> there.size() == 1 && there.get(0).isPresent());
    if (background.isEmpty() || !clear || things.size() > Scene.MOST_OBJECTS) {
      return Optional.empty();
    }
    List<SceneObject> objects =
        things.values().stream().flatMap(there -> there.get(0).stream()).toList();
    return Optional.of(new Scene(background.get(), objects));
  }
}
