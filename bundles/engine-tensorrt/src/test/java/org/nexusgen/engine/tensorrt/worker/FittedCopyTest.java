package org.nexusgen.engine.tensorrt.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.engine.tensorrt.protocol.Axis;
import org.nexusgen.engine.tensorrt.protocol.Fitting;

@DisplayName("A tensor in a larger plan")
final class FittedCopyTest {
  private static Axis axis(int... sizes) {
    List<Axis.Part> parts = new java.util.ArrayList<>();
    for (int i = 0; i < sizes.length; i += 2) {
      parts.add(new Axis.Part(sizes[i], sizes[i + 1]));
    }
    return new Axis(parts);
  }

  private static ByteBuffer floats(float... values) {
    ByteBuffer buffer =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    buffer.asFloatBuffer().put(values);
    return buffer;
  }

  private static float[] floats(ByteBuffer buffer) {
    float[] values = new float[buffer.capacity() / Float.BYTES];
    buffer.duplicate().clear().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return values;
  }

  private static float[] in(Fitting fitting, float... values) {
    ByteBuffer planned = floats(new float[(int) fitting.planned().elements()]);
    new FittedCopy(fitting, Float.BYTES).in(floats(values), planned, DType.F32);
    return floats(planned);
  }

  @Test
  @DisplayName("is filled up behind each summand of an axis, and comes out as it was")
  void sum() {
    Fitting fitting = new Fitting(List.of(axis(2, 3), axis(1, 2, 2, 3), Axis.exact(2)), 0, 0);
    float[] real = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    float[] planned = in(fitting, real);
    assertThat(planned)
        .containsExactly(
            1, 2, 0, 0, 3, 4, 5, 6, 0, 0, //
            7, 8, 0, 0, 9, 10, 11, 12, 0, 0, //
            0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    ByteBuffer back = floats(new float[real.length]);
    new FittedCopy(fitting, Float.BYTES).out(floats(planned), back);
    assertThat(floats(back)).containsExactly(real);
  }

  @Test
  @DisplayName("hides new columns of a mask from real rows, and shows all to new rows")
  void mask() {
    Fitting fitting = new Fitting(List.of(axis(2, 3), axis(1, 2, 1, 2)), -9, 0);
    assertThat(in(fitting, 1, 2, 3, 4)).containsExactly(1, -9, 2, -9, 3, -9, 4, -9, 0, 0, 0, 0);
  }

  @Test
  @DisplayName("may have nothing real in it")
  void empty() {
    Fitting fitting = new Fitting(List.of(Axis.exact(2), axis(0, 2), Axis.exact(2)), 0, 0);
    assertThat(in(fitting)).containsExactly(0, 0, 0, 0, 0, 0, 0, 0);
  }

  @Test
  @DisplayName("is itself where nothing grew")
  void exact() {
    Fitting fitting = new Fitting(List.of(Axis.exact(2), Axis.exact(2)), -9, 0);
    assertThat(in(fitting, 1, 2, 3, 4)).containsExactly(1, 2, 3, 4);
  }
}
