package org.nexusgen.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.nexusgen.api.graph.Node;
import org.nexusgen.api.train.TrainingEngine;

/**
 * The gradient of every operator that our graphs use, against differences of the network's own
 * outputs. The test of an engine that trains extends it.
 */
public abstract class GradientConformance {
  /** Operators whose gradients are zero or do not exist: comparisons, sizes, indices. */
  private static final Set<String> WITHOUT_GRADIENT =
      Set.of(
          "And",
          "ArgMax",
          "Equal",
          "Greater",
          "Less",
          "LessOrEqual",
          "Not",
          "Or",
          "Range",
          "Shape");

  /** Directions in which each network is walked. */
  private static final int DIRECTIONS = 3;

  /** Largest error, relative to the root of the sum of squares of what the slope is summed from. */
  private static final double TOLERANCE = 1e-3;

  protected abstract TrainingEngine engine();

  @TestFactory
  @DisplayName("gives the slope that differences show:")
  Stream<DynamicTest> gradients() {
    return GradientCases.all().stream().map(c -> DynamicTest.dynamicTest(c.name(), () -> check(c)));
  }

  /** Names of the operators whose gradients the suite covers. */
  public static Set<String> covered() {
    return GradientCases.all().stream()
        .flatMap(c -> c.graph().nodes().stream())
        .map(Node::op)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  @DisplayName("is asked for the gradient of every operator that has one")
  void coversOperators() {
    Set<String> wanted = OperatorConformance.covered();
    wanted.removeAll(WITHOUT_GRADIENT);
    assertThat(covered()).containsAll(wanted);
  }

  private void check(OperatorCase c) {
    try (Slope slope = new Slope(engine(), c)) {
      List<double[]> gradient = slope.gradient();
      Random random = new Random(1);
      for (int i = 0; i < DIRECTIONS; i++) {
        List<double[]> direction = new ArrayList<>();
        double squares = 0;
        double wanted = 0;
        for (double[] part : gradient) {
          double[] step = new double[part.length];
          for (int j = 0; j < step.length; j++) {
            step[j] = 2 * random.nextDouble() - 1;
            wanted += step[j] * part[j];
            squares += Math.pow(step[j] * part[j], 2);
          }
          direction.add(step);
        }
        assertThat(Math.abs(slope.along(direction) - wanted))
            .as("slope along direction %s: gradient says %s", i, wanted)
            .isLessThanOrEqualTo(TOLERANCE * Math.max(1, Math.sqrt(squares)));
      }
    }
  }
}
