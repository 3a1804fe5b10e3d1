package org.nexusgen.engine.tensorrt.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nexusgen.api.BadInputException;
import org.nexusgen.engine.tensorrt.protocol.PlanFeatures;
import org.nexusgen.engine.tensorrt.protocol.Request;

@DisplayName("The setting of weights on the device")
final class WeightBudgetsTest {
  @Test
  @DisplayName("is for all graphs, or for those that it names")
  void named() {
    WeightBudgets budgets = WeightBudgets.parse("2  vision-encoder=0 ");
    assertThat(budgets.of("qwen-backbone")).isEqualTo(2 << 20);
    assertThat(budgets.of("vision encoder")).isZero();
    assertThat(WeightBudgets.parse("x=5").of("y")).isEqualTo(Request.Load.ALL);
    assertThat(WeightBudgets.parse("")).isEqualTo(WeightBudgets.ALL);
  }

  @Test
  @DisplayName("makes plans stream that have one, and no others")
  void streams() {
    PlanOptions options = new PlanOptions(false, false, 3, "x=0", 1);
    assertThat(options.features("x", true)).isEqualTo(new PlanFeatures(true, false, 3, true));
    assertThat(options.features("y", false)).isEqualTo(PlanFeatures.NONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "=5", "x=", "-1", "x=1.5"})
  @DisplayName("refuses what is none, and says how it is written")
  void malformed(String text) {
    assertThatThrownBy(() -> WeightBudgets.parse(text))
        .isInstanceOf(BadInputException.class)
        .hasMessage(
            "tensorrt11.weightMebibytes: got '"
                + text
                + "', wants MiB as in 20000, or flux-transformer=20000");
  }
}
