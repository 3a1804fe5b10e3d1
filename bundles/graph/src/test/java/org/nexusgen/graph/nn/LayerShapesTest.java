package org.nexusgen.graph.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.graph.GraphBuilder;
import org.nexusgen.graph.Ops;
import org.nexusgen.graph.ShapeException;
import org.nexusgen.graph.Value;

@DisplayName("Layers")
class LayerShapesTest {
  private final GraphBuilder b = new GraphBuilder("layers");
  private final Scope scope = new Scope(b, "").at("model").at("layers").at(3);

  private Value input(Dim... dims) {
    return b.input("x" + dims.length, DType.F32, dims);
  }

  private static Arguments layer(
      String name, Function<Scope, Layer> layer, List<?> in, List<?> out) {
    return Arguments.of(name, layer, in, out);
  }

  static Stream<Arguments> layers() {
    long[] below = {0, 0, 1, 1};
    List<?> rows = List.of("b", "s", 8);
    List<?> picture = List.of(1, 8, "2*h", "2*w");
    return Stream.of(
        layer("Linear", s -> Linear.of(s, 8, 5, true), rows, List.of("b", "s", 5)),
        layer("RmsNorm", s -> RmsNorm.of(s, 8, 1e-6), rows, rows),
        layer("LayerNorm", s -> LayerNorm.of(s, 8, 1e-6, false), rows, rows),
        layer("GatedMlp", s -> GatedMlp.of(s, 8, 20, true), rows, rows),
        layer("GroupNorm", s -> GroupNorm.of(s, 4, 8, 1e-6), picture, picture),
        layer("Conv2d", s -> Conv2d.of(s, 8, 3, 3, 1, 1), picture, List.of(1, 3, "2*h", "2*w")),
        layer(
            "strided Conv2d",
            s -> Conv2d.of(s, 8, 3, 3, 2, below, true),
            picture,
            List.of(1, 3, "h", "w")),
        layer("Upsample", s -> Upsample.nearest2x(), picture, List.of(1, 8, "4*h", "4*w")));
  }

  private static Dim[] dims(List<?> sizes) {
    return sizes.stream()
        .map(size -> size instanceof Integer n ? Dim.of(n) : Dim.of(size.toString()))
        .toArray(Dim[]::new);
  }

  @ParameterizedTest(name = "{0}: {2} → {3}")
  @MethodSource("layers")
  @DisplayName("know the shape of what they give")
  void shapes(String name, Function<Scope, Layer> layer, List<?> in, List<?> out) {
    assertThat(layer.apply(scope).apply(input(dims(in))).type().dims())
        .isEqualTo(List.of(dims(out)));
  }

  static Stream<Arguments> misfits() {
    List<?> rows = List.of("b", "s", 9);
    List<?> picture = List.of(1, 9, "h", "w");
    return Stream.of(
        layer("Linear", s -> Linear.of(s, 8, 5, true), rows, List.of()),
        layer("RmsNorm", s -> RmsNorm.of(s, 8, 1e-6), rows, List.of()),
        layer("LayerNorm", s -> LayerNorm.of(s, 8, 1e-6, true), rows, List.of()),
        layer("GroupNorm", s -> GroupNorm.of(s, 4, 8, 1e-6), picture, List.of()),
        layer("Conv2d", s -> Conv2d.of(s, 8, 3, 3, 1, 1), picture, List.of()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("misfits")
  @DisplayName("say by name what they got and what they want")
  void errors(String name, Function<Scope, Layer> layer, List<?> in, List<?> ignored) {
    String got = "F32 " + in.toString().replace(" ", "");
    int axis = name.endsWith("Norm") && !name.equals("GroupNorm") || name.equals("Linear") ? -1 : 1;
    assertThatThrownBy(() -> layer.apply(scope).apply(input(dims(in))))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "layer 'model.layers.3' (%s): got %s, wants 8 on axis %d".formatted(name, got, axis));
  }

  @Test
  @DisplayName("name themselves in errors of the operators behind them")
  void origin() {
    Value y = Linear.of(scope.at("o_proj"), 8, 5, true).apply(input(dims(List.of("s", 8))));
    Value other = b.input("other", DType.F32, Dim.of("s"), Dim.of(6));
    assertThatThrownBy(() -> Ops.add(y, other))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "layer 'model.layers.3.o_proj', operator Add: got F32 [s,5], F32 [s,6]:"
                + " sizes 5 and 6 do not broadcast");
  }

  @Test
  @DisplayName("group heads in attention, and count cached rows")
  void attention() {
    Value q = b.input("q", DType.F32, dims(List.of("b", 6, "s", 4)));
    Value k = b.input("k", DType.F32, dims(List.of("b", 2, "s", 4)));
    Value past = b.input("past", DType.F32, dims(List.of("b", 2, "p", 4)));
    Attention.Cached result = Attention.of(6, 2, 4).causal().apply(q, k, k, past, past);
    assertThat(result.out().type()).hasToString("F32 [b,6,s,4]");
    assertThat(result.presentKeys().type()).hasToString("F32 [b,2,p+s,4]");
    assertThat(ImageLayout.mergeHeads(result.out()).type()).hasToString("F32 [b,s,24]");
    assertThatThrownBy(() -> Attention.of(6, 2, 4).apply(k, k, k))
        .hasMessageContaining("queries are k F32 [b,2,s,4], wants [batch,6,rows,4]");
    assertThatThrownBy(() -> Attention.of(6, 4, 4)).isInstanceOf(ShapeException.class);
  }

  @Test
  @DisplayName("cut pictures in patches and put them together again")
  void patches() {
    Value x = input(dims(List.of("b", 3, "2*h", "2*w")));
    Value rows = ImageLayout.patchify(x, 2, Dim.of("h"), Dim.of("w"));
    assertThat(rows.type()).hasToString("F32 [b,h*w,12]");
    assertThat(ImageLayout.unpatchify(rows, 2, Dim.of("h"), Dim.of("w")).type())
        .hasToString("F32 [b,3,2*h,2*w]");
  }
}
