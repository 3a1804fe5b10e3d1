package org.nexusgen.engine.tensorrt.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.engine.tensorrt.protocol.InputRange;
import org.nexusgen.graph.Dims;
import org.nexusgen.graph.GraphBuilder;
import org.nexusgen.graph.Ops;

@DisplayName("The profile of a plan with open sizes")
final class ProfileChoiceTest {
  private static Profile choose(Graph graph, String sizes, Profile earlier, Object... real) {
    return new ProfileChoice(Growth.of(graph), Buckets.parse(sizes), Generation.ELEVEN)
        .of(sizes(real), earlier);
  }

  private static Profile choose(Graph graph, String sizes, Object... real) {
    return choose(graph, sizes, Profile.exactly(sizes(real)), real);
  }

  private static TreeMap<String, Long> sizes(Object... real) {
    TreeMap<String, Long> sizes = new TreeMap<>();
    for (int i = 0; i < real.length; i += 2) {
      sizes.put((String) real[i], ((Integer) real[i + 1]).longValue());
    }
    return sizes;
  }

  private static Profile.Range range(long min, long opt, long max) {
    return new Profile.Range(min, opt, max);
  }

  /** Rows and the rows before them, joined. */
  private static Graph joined() {
    GraphBuilder b = new GraphBuilder("joined");
    Dim rows = Dim.of("rows");
    Dim past = Dim.of("past");
    var all = b.input("all", DType.F32, Dims.plus(past, rows));
    var both = Ops.concat(0, b.input("cached", DType.F32, past), b.input("new", DType.F32, rows));
    b.output("sum", Ops.add(all, both));
    return b.build();
  }

  /** Every third of the values, as many as there are: only threes can be cut so. */
  private static Graph threes() {
    GraphBuilder b = new GraphBuilder("threes");
    var x = b.input("x", DType.F32, Dim.of("n"));
    b.output("y", Ops.reshape(x, 3, -1));
    return b.build();
  }

  @Test
  @DisplayName("goes from one place to the largest size, kernels are chosen for the middle one")
  void configured() {
    Profile profile = choose(joined(), "rows=1,512 past=16,32,64", "rows", 13, "past", 1);
    assertThat(profile.ranges())
        .isEqualTo(Map.of("rows", range(1, 512, 512), "past", range(1, 32, 64)));
  }

  @Test
  @DisplayName("is the same whatever size of it comes first")
  void stable() {
    assertThat(choose(joined(), "rows=1,512 past=64", "rows", 1, "past", 60))
        .isEqualTo(choose(joined(), "rows=1,512 past=64", "rows", 512, "past", 1));
  }

  @Test
  @DisplayName("says of each input the shapes, those of sums with them")
  void inputs() {
    Profile profile = choose(joined(), "rows=1,4 past=16", "rows", 2, "past", 1);
    assertThat(profile.of(joined()))
        .containsExactly(
            new InputRange("all", Shape.of(2), Shape.of(20), Shape.of(20)),
            new InputRange("cached", Shape.of(1), Shape.of(16), Shape.of(16)),
            new InputRange("new", Shape.of(1), Shape.of(4), Shape.of(4)));
  }

  @Test
  @DisplayName("ends at the next power of two where nothing is configured")
  void unset() {
    assertThat(choose(joined(), "", "rows", 9, "past", 100).ranges())
        .isEqualTo(Map.of("rows", range(1, 16, 16), "past", range(1, 128, 128)));
  }

  @Test
  @DisplayName("grows by the largest size, and keeps what it had")
  void wider() {
    Profile first = choose(joined(), "rows=4 past=16", "rows", 1, "past", 1);
    assertThat(first.holds(sizes("rows", 1, "past", 17))).isFalse();
    Profile second = choose(joined(), "rows=4 past=16", first, "rows", 1, "past", 17);
    assertThat(second.ranges()).isEqualTo(Map.of("rows", range(1, 4, 4), "past", range(1, 32, 32)));
    assertThat(second.holds(sizes("rows", 4, "past", 1))).isTrue();
  }

  @Test
  @DisplayName("is the run's own size where the network cannot have one place, or a power of two")
  void narrow() {
    Profile first = choose(threes(), "", "n", 9);
    assertThat(first.ranges()).isEqualTo(Map.of("n", range(9, 9, 9)));
    assertThat(choose(threes(), "", first, "n", 12).ranges())
        .isEqualTo(Map.of("n", range(9, 12, 12)));
  }

  @Test
  @DisplayName("is none for a run that the network cannot do")
  void impossible() {
    assertThatThrownBy(() -> choose(threes(), "", "n", 8)).isInstanceOf(NexusGenException.class);
  }
}
