package org.nexusgen.encoder.qwen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.weights.PixelSize;
import org.nexusgen.golden.Golden;

@DisplayName("Smart resize")
class SmartResizeTest {
  private static final int FACTOR = 28;
  private static final int MIN = 3136;

  @Test
  @DisplayName("gives every size of the reference's table")
  void givesTheReferencesTable() throws IOException {
    String json = Files.readString(Golden.path("ar/preprocess/preprocess.json"));
    String table = json.substring(json.indexOf("_smart_resize_table"));
    int[] numbers =
        Pattern.compile("\\d+")
            .matcher(table)
            .results()
            .mapToInt(match -> Integer.parseInt(match.group()))
            .toArray();

    assertThat(numbers.length / 5).isGreaterThan(200);
    for (int i = 0; i + 4 < numbers.length; i += 5) {
      PixelSize source = new PixelSize(numbers[i + 1], numbers[i]);
      assertThat(new SmartResize(FACTOR, MIN, numbers[i + 2]).apply(source))
          .as("%s within %d pixels", source, numbers[i + 2])
          .isEqualTo(new PixelSize(numbers[i + 4], numbers[i + 3]));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "42, 56, 56, 56", // 1.5 multiples go to 2
    "70, 56, 56, 56", // 2.5 multiples go to 2, too
    "126, 70, 112, 56", // 4.5 to 4, 2.5 to 2
    "1, 1, 56, 56",
    "200, 1, 196, 28",
  })
  @DisplayName("rounds halves to even and enlarges small pictures")
  void roundsHalvesToEven(int width, int height, int newWidth, int newHeight) {
    assertThat(new SmartResize(FACTOR, MIN, 262_640).apply(new PixelSize(width, height)))
        .isEqualTo(new PixelSize(newWidth, newHeight));
  }

  @Test
  @DisplayName("keeps at least one embedding a side")
  void keepsOneEmbedding() {
    assertThat(new SmartResize(FACTOR, 784, 3136).apply(new PixelSize(2000, 20)))
        .isEqualTo(new PixelSize(560, 28));
  }

  @Test
  @DisplayName("refuses a side of more than 200 times the other")
  void refusesExtremeRatios() {
    SmartResize rule = new SmartResize(FACTOR, MIN, 262_640);

    assertThat(rule.apply(new PixelSize(2000, 10)).height()).isEqualTo(28);
    assertThatThrownBy(() -> rule.apply(new PixelSize(10, 2001)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("10x2001", "200");
  }
}
