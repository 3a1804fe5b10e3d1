package org.nexusgen.api.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final Pace TEN_IN_TWO_SECONDS = new Pace(10, Duration.ofSeconds(2));

  @Test
  void counts_and_times_add_up() {
    Pace sum = TEN_IN_TWO_SECONDS.plus(new Pace(2, Duration.ofSeconds(1)));
    assertThat(sum).isEqualTo(new Pace(12, Duration.ofSeconds(3)));
    assertThat(sum.perSecond()).hasValue(4);
  }

  @Test
  void without_a_count_or_a_time_there_is_no_rate() {
    assertThat(Pace.NONE.perSecond()).isEmpty();
    assertThat(new Pace(0, Duration.ofSeconds(1)).perSecond()).isEmpty();
    assertThat(new Pace(1, Duration.ZERO).perSecond()).isEmpty();
  }

  @Test
  void nothing_is_less_than_nothing() {
    assertThatThrownBy(() -> new Pace(-1, Duration.ZERO)).hasMessageContaining("-1");
  }
}
