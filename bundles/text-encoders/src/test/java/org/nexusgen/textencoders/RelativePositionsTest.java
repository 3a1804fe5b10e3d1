package org.nexusgen.textencoders;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("T5's kinds of distances")
class RelativePositionsTest {
  // Computed with HF's T5Attention._relative_position_bucket, 32 kinds up to distance 128.
  @ParameterizedTest
  @CsvSource({
    "0,0", "-1,1", "-7,7", "-8,8", "-11,8", "-12,9", "-15,9", "-16,10", "-22,10", "-23,11",
    "-31,11", "-32,12", "-45,12", "-46,13", "-63,13", "-64,14", "-90,14", "-91,15", "-511,15",
    "1,17", "7,23", "8,24", "16,26", "32,28", "64,30", "127,31", "128,31", "511,31"
  })
  @DisplayName("are the reference's, also where they change")
  void bucket(int distance, int bucket) {
    assertThat(new RelativePositions(32, 128).bucket(distance)).isEqualTo(bucket);
  }

  @Test
  @DisplayName("a table holds every pair, queries in rows")
  void table() {
    RelativePositions positions = new RelativePositions(32, 128);
    assertThat(positions.table(3).longs()).containsExactly(0, 17, 18, 1, 0, 17, 2, 1, 0);
  }
}
