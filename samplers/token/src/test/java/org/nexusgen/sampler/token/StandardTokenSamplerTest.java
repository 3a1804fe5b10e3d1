package org.nexusgen.sampler.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.ServiceLoader;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nexusgen.api.backbone.TokenSampler;
import org.nexusgen.api.backbone.TokenSampling;

@DisplayName("The standard token sampler")
class StandardTokenSamplerTest {
  private static final int DRAWS = 20_000;

  private final StandardTokenSampler sampler = new StandardTokenSampler();

  static List<String> processorCases() throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    StandardTokenSamplerTest.class.getResourceAsStream("processors.txt")),
                StandardCharsets.UTF_8))) {
      return reader.lines().filter(line -> !line.startsWith("#")).toList();
    }
  }

  @ParameterizedTest
  @MethodSource("processorCases")
  @DisplayName("draws each token as often as the reference's processors make it likely")
  void drawsFromTheReferencesDistribution(String line) {
    String[] fields = line.split("\\|");
    TokenSampling sampling =
        new TokenSampling(
            false,
            Double.parseDouble(fields[0]),
            Integer.parseInt(fields[1]),
            Double.parseDouble(fields[2]),
            Double.parseDouble(fields[3]),
            7);
    float[] scores = floats(fields[4]);
    BitSet seen = new BitSet();
    Arrays.stream(fields[5].split(" ")).mapToInt(Integer::parseInt).forEach(seen::set);
    float[] wanted = floats(fields[6]);

    TokenSampler.Chooser chooser = sampler.begin(sampling);
    int[] counts = new int[scores.length];
    for (int i = 0; i < DRAWS; i++) {
      counts[chooser.choose(scores.clone(), seen)]++;
    }

    for (int i = 0; i < counts.length; i++) {
      double deviation = Math.sqrt(wanted[i] * (1 - wanted[i]) / DRAWS);
      assertThat(counts[i] / (double) DRAWS)
          .as("token %d", i)
          .isCloseTo(wanted[i], within(5 * deviation + 1e-9));
      if (wanted[i] == 0) {
        assertThat(counts[i]).as("token %d is forbidden", i).isZero();
      }
    }
  }

  @Test
  @DisplayName("takes the first of equal best scores when greedy")
  void greedyTakesTheFirstBest() {
    TokenSampler.Chooser chooser = sampler.begin(TokenSampling.best());

    assertThat(chooser.choose(new float[] {1, 4, 0, 4, 4}, new BitSet())).isEqualTo(1);
  }

  @Test
  @DisplayName("divides positive and multiplies negative scores of seen tokens")
  void penalisesRepetition() {
    BitSet seen = new BitSet();
    seen.set(0);
    seen.set(2);
    float[] scores = {3, 2, -1, Float.NEGATIVE_INFINITY};

    ScoreFilters.penalizeRepetition(scores, seen, 2);

    assertThat(scores).containsExactly(1.5f, 2, -2, Float.NEGATIVE_INFINITY);
  }

  @Test
  @DisplayName("leaves seen ids beyond the scores alone")
  void ignoresIdsBeyondTheVocabulary() {
    BitSet seen = new BitSet();
    seen.set(9);
    TokenSampling sampling = new TokenSampling(true, 1, 0, 1, 1.5, 0);

    assertThat(sampler.begin(sampling).choose(new float[] {1, 2}, seen)).isEqualTo(1);
  }

  @Test
  @DisplayName("is as good as greedy at a temperature of 1e-6, even for huge scores")
  void tinyTemperatureIsStable() {
    TokenSampler.Chooser chooser = sampler.begin(new TokenSampling(false, 1e-6, 50, 1, 1, 3));

    for (int i = 0; i < 100; i++) {
      assertThat(chooser.choose(new float[] {1e8f, 2.5e8f, -3e8f, 2.4e8f}, new BitSet()))
          .isEqualTo(1);
    }
  }

  @Test
  @DisplayName("gives the same tokens for the same seed, others for another")
  void seedDecides() {
    assertThat(drawn(5)).isEqualTo(drawn(5)).isNotEqualTo(drawn(6));
  }

  @Test
  @DisplayName("is found as a service")
  void isAService() {
    assertThat(ServiceLoader.load(TokenSampler.class))
        .extracting(TokenSampler::name)
        .contains("standard");
  }

  private List<Integer> drawn(long seed) {
    TokenSampler.Chooser chooser = sampler.begin(new TokenSampling(false, 1, 0, 1, 1, seed));
    return java.util.stream.IntStream.range(0, 50)
        .mapToObj(i -> chooser.choose(new float[40], new BitSet()))
        .toList();
  }

  private static float[] floats(String text) {
    String[] words = text.replace("inf", "Infinity").split(" ");
    float[] values = new float[words.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.parseFloat(words[i]);
    }
    return values;
  }
}
