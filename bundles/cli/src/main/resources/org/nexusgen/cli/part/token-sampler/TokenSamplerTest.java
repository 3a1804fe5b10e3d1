package {{package}};

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.backbone.TokenSampler;
import org.nexusgen.api.backbone.TokenSampling;

@DisplayName("The token sampler '{{name}}'")
class {{type}}TokenSamplerTest {
  private static final TokenSampling DRAWN = new TokenSampling(false, 1, 0, 1, 1, 7);

  private final TokenSampler sampler = new {{type}}TokenSampler();

  /** Of four tokens: one is forbidden, one hardly likely. */
  private static float[] scores() {
    return new float[] {1, Float.NEGATIVE_INFINITY, 1.5f, -20};
  }

  private List<Integer> draws(TokenSampling sampling) {
    TokenSampler.Chooser chooser = sampler.begin(sampling);
    return IntStream.range(0, 100).map(i -> chooser.choose(scores(), new BitSet())).boxed().toList();
  }

  @Test
  @DisplayName("takes the best when it is told to be greedy")
  void greedy() {
    assertThat(draws(TokenSampling.best())).containsOnly(2);
  }

  @Test
  @DisplayName("draws the likely ones, never a forbidden one, and for a seed the same")
  void draws() {
    assertThat(draws(DRAWN)).containsOnly(0, 2).isEqualTo(draws(DRAWN));
  }

  @Test
  @DisplayName("makes tokens that were seen less likely")
  void repetition() {
    BitSet seen = new BitSet();
    seen.set(2);
    TokenSampling penalty = new TokenSampling(true, 1, 0, 1, 2, 7);
    assertThat(sampler.begin(penalty).choose(scores(), seen)).isZero();
  }
}
