package org.nexusgen.training.mix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.train.TrainingSample.Task;

@DisplayName("A menu")
class MenuTest {
  private static final Ingredient WORDS =
      new Ingredient("words", Task.UNDERSTANDING, "a", 0.2, 3, 1, 1);
  private static final Ingredient PAINTING =
      new Ingredient("painting", Task.GENERATION, "a", 0.4, 2, 1, 1);
  private static final Ingredient EDITS = new Ingredient("edits", Task.EDITING, "a", 0.4, 1, 1, 1);
  private static final List<Menu.Course> COURSES =
      List.of(
          new Menu.Course(10, List.of(WORDS, PAINTING, EDITS)),
          new Menu.Course(100, List.of(WORDS, EDITS)));

  @Test
  @DisplayName("serves every ingredient its share, and every source without a gap")
  void shares() {
    Menu menu = new Menu(COURSES, 5, false);
    Map<String, Integer> batches = new HashMap<>();
    Map<String, List<Long>> indices = new HashMap<>();
    for (int i = 0; i < 10; i++) {
      Helping helping = menu.batch(i).get(0);
      batches.merge(helping.ingredient().name(), 1, Integer::sum);
      indices
          .computeIfAbsent(helping.ingredient().name(), any -> new ArrayList<>())
          .addAll(helping.indices());
    }
    assertThat(batches).containsEntry("words", 2).containsEntry("painting", 4);
    assertThat(indices.get("words")).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
    assertThat(indices.get("edits")).containsExactly(0L, 1L, 2L, 3L);
  }

  @Test
  @DisplayName("says the same of a batch, whatever was asked before")
  void replay() {
    Menu straight = new Menu(COURSES, 5, true);
    List<List<Helping>> all = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      all.add(straight.batch(i));
    }
    for (int i : new int[] {39, 0, 17, 9, 10, 11}) {
      assertThat(new Menu(COURSES, 5, true).batch(i)).isEqualTo(all.get(i));
      assertThat(straight.batch(i)).isEqualTo(all.get(i));
    }
  }

  @Test
  @DisplayName("goes on in a source where the course before left off")
  void courses() {
    Menu menu = new Menu(COURSES, 5, false);
    long next = -1;
    for (int i = 0; i < 20; i++) {
      Helping helping = menu.batch(i).get(0);
      if (helping.ingredient().equals(EDITS)) {
        assertThat(helping.indices()).containsExactly(next + 1);
        next++;
      }
    }
    assertThat(next).isGreaterThan(4);
  }

  @Test
  @DisplayName("mixes a batch of several ingredients")
  void mixed() {
    List<Helping> batch = new Menu(COURSES, 5, true).batch(0);
    assertThat(batch).hasSize(3);
    assertThat(batch.stream().mapToInt(helping -> helping.indices().size()).sum()).isEqualTo(5);
  }
}
