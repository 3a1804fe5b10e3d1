package org.nexusgen.training.mix;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Says which samples every batch has. Ingredients take turns so that after any number of batches
 * each has its share as nearly as whole batches allow (smooth weighted round robin), and every
 * source is read from its beginning without a gap: what a batch has is a function of its number.
 * Used by one thread at a time.
 */
public final class Menu {
  /**
   * A stretch with one mixture.
   *
   * @param batches in it
   * @param mixture of ingredients
   */
  public record Course(long batches, List<Ingredient> mixture) {
    public Course {
      mixture = List.copyOf(mixture);
    }
  }

  private final List<Course> courses;
  private final int batchSize;
  private final boolean mixed;
  private final Map<String, Long> served = new HashMap<>();
  private final Map<Ingredient, Double> credits = new HashMap<>();
  private long number;
  private int course;
  private long courseStart;

  /**
   * @param batchSize samples in a batch of several ingredients
   * @param mixed whether a batch may have samples of several ingredients
   */
  public Menu(List<Course> courses, int batchSize, boolean mixed) {
    this.courses = List.copyOf(courses);
    this.batchSize = batchSize;
    this.mixed = mixed;
  }

  /** What the batch with a number has. */
  public List<Helping> batch(long wanted) {
    if (wanted < number) {
      served.clear();
      credits.clear();
      number = 0;
      course = 0;
      courseStart = 0;
    }
    while (number < wanted) {
      next();
    }
    return next();
  }

  private List<Helping> next() {
    while (course + 1 < courses.size() && number >= courseStart + courses.get(course).batches()) {
      courseStart += courses.get(course).batches();
      course++;
      credits.clear();
    }
    List<Ingredient> mixture = courses.get(course).mixture();
    number++;
    if (!mixed) {
      Ingredient one = turn(mixture);
      return List.of(new Helping(one, take(one, one.batch())));
    }
    Map<Ingredient, List<Long>> taken = new LinkedHashMap<>();
    for (int i = 0; i < batchSize; i++) {
      Ingredient one = turn(mixture);
      taken.computeIfAbsent(one, any -> new ArrayList<>()).addAll(take(one, 1));
    }
    return taken.entrySet().stream().map(e -> new Helping(e.getKey(), e.getValue())).toList();
  }

  private Ingredient turn(List<Ingredient> mixture) {
    Ingredient best = mixture.get(0);
    double total = 0;
    for (Ingredient one : mixture) {
      credits.merge(one, one.share(), Double::sum);
      total += one.share();
      if (credits.getOrDefault(one, 0.0) > credits.getOrDefault(best, 0.0)) {
        best = one;
      }
    }
    credits.merge(best, -total, Double::sum);
    return best;
  }

  private List<Long> take(Ingredient ingredient, int count) {
    String key = ingredient.task() + " " + ingredient.source();
    long first = served.getOrDefault(key, 0L);
    served.put(key, first + count);
    List<Long> indices = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      indices.add(first + i);
    }
    return indices;
  }
}
