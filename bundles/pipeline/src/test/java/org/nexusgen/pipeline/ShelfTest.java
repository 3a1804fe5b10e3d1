package org.nexusgen.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.NexusGenException;

class ShelfTest {
  private final Shelf<String> shelf =
      new Shelf<>(
          "sampler",
          name -> name,
          () -> new Shelf.Patience(Duration.ofSeconds(5), Duration.ofMillis(50)));

  @Test
  void the_highest_ranking_service_comes_first_and_arrival_decides_between_equals() {
    shelf.put("early", Map.of());
    shelf.put("late", Map.of());
    shelf.put("best", Map.of("service.ranking", 5));
    assertThat(shelf.all()).containsExactly("best", "early", "late");
    shelf.remove("best");
    assertThat(shelf.first().service()).isEqualTo("early");
  }

  @Test
  void a_service_that_ranks_anew_takes_its_place_with_the_calls_inside_it() {
    shelf.put("early", Map.of());
    shelf.put("late", Map.of());
    Lease<String> held = shelf.named("late");
    shelf.rank("late", Map.of("service.ranking", 1));
    assertThat(shelf.all()).containsExactly("late", "early");
    assertThat(shelf.first().service()).isEqualTo(held.service());
  }

  @Test
  void an_unknown_name_is_refused_with_a_list_of_the_known_ones() {
    shelf.put("heun", Map.of());
    shelf.put("euler", Map.of());
    assertThatThrownBy(() -> shelf.named("eule"))
        .isInstanceOf(BadInputException.class)
        .hasMessage("unknown sampler 'eule'; installed: euler, heun; did you mean 'euler'?");
  }

  @Test
  void an_empty_shelf_says_what_is_missing() {
    assertThatThrownBy(shelf::first)
        .isInstanceOf(NexusGenException.class)
        .hasMessageContaining("no sampler is installed");
  }
}
