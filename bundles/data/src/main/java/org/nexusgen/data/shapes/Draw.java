package org.nexusgen.data.shapes;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Random choices of the world, all from one seeded source. */
final class Draw {
  private final SplittableRandom random;

  Draw(long seed) {
    this.random = new SplittableRandom(seed);
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  long nextLong() {
    return random.nextLong();
  }

  /** From 0 to less than 1. */
  double fraction() {
    return random.nextDouble();
  }

  boolean chance(double probability) {
    return fraction() < probability;
  }

  <T> T oneOf(List<T> choices) {
    return choices.get(below(choices.size()));
  }

  @SafeVarargs
  final <T> T oneOf(T... choices) {
    return choices[below(choices.length)];
  }

  /** Any but one. */
  <T> T other(T[] choices, T not) {
    T drawn;
    do {
      drawn = oneOf(choices);
    } while (drawn.equals(not));
    return drawn;
  }

  /** Some different elements, in random order. */
  <T> List<T> some(List<T> all, int count) {
    List<T> left = new ArrayList<>(all);
    List<T> drawn = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      drawn.add(left.remove(below(left.size())));
    }
    return drawn;
  }

  SceneObject object(Cell cell) {
    return new SceneObject(
        cell, oneOf(Shape.values()), oneOf(Colour.values()), oneOf(Size.values()));
  }

  /** A scene with that many objects in random cells. */
  Scene scene(int objects) {
    List<SceneObject> drawn =
        some(List.of(Cell.values()), objects).stream().map(this::object).toList();
    return new Scene(oneOf(Background.values()), drawn);
  }

  /** A scene with one object or more. */
  Scene scene() {
    return scene(1 + below(Scene.MOST_OBJECTS));
  }
}
