package org.nexusgen.weights.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.tensor.ReducedFloat;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.golden.Golden;
import org.nexusgen.weights.SafetensorsTensorFiles;

@DisplayName("Casts to float8 e4m3fn equal PyTorch's")
class ReducedFloatTest {
  private static final Map<String, Tensor> GOLDEN =
      new SafetensorsTensorFiles().read(Golden.path("decoder/fp8/cast_e4m3fn.safetensors"));

  @Test
  @DisplayName("byte for byte from float32")
  void direct() {
    float[] values = tensor("float32").floats();
    int[] bytes = tensor("e4m3fn_bytes").ints();
    for (int i = 0; i < values.length; i++) {
      assertThat(ReducedFloat.toF8(values[i]) & 0xff).as("of %s", values[i]).isEqualTo(bytes[i]);
    }
  }

  @Test
  @DisplayName("byte for byte through bfloat16")
  void throughBf16() {
    float[] values = tensor("float32").floats();
    float[] rounded = tensor("bf16").floats();
    int[] bytes = tensor("via_bf16_bytes").ints();
    for (int i = 0; i < values.length; i++) {
      float bf16 = ReducedFloat.fromBf16(ReducedFloat.toBf16(values[i]));
      assertThat(bf16).as("bf16 of %s", values[i]).isEqualTo(Float.valueOf(rounded[i]));
      assertThat(ReducedFloat.toF8(bf16) & 0xff).as("of %s", bf16).isEqualTo(bytes[i]);
    }
  }

  @Test
  @DisplayName("and back")
  void back() {
    int[] bytes = tensor("e4m3fn_bytes").ints();
    float[] values = tensor("back_float32").floats();
    for (int i = 0; i < values.length; i++) {
      assertThat(ReducedFloat.fromF8((byte) bytes[i]))
          .as("of byte %d", i)
          .isEqualTo(Float.valueOf(values[i]));
    }
  }

  @Test
  @DisplayName("and every byte survives the way through float32")
  void roundTrip() {
    for (int bits = 0; bits < 256; bits++) {
      float value = ReducedFloat.fromF8((byte) bits);
      assertThat(ReducedFloat.toF8(value)).as("byte %d", bits).isEqualTo((byte) bits);
    }
  }

  private static Tensor tensor(String name) {
    return Objects.requireNonNull(GOLDEN.get(name));
  }
}
