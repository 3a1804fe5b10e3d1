package org.nexusgen.engine.pytorch.script;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Linear layers")
class LinearFormTest {
  @Test
  @DisplayName("are convolutions on AMD's processors with wide vectors, else products")
  void byProcessor() {
    String flags = "flags\t: fpu sse2 avx2 %s fma\n";
    assertThat(LinearForm.of("vendor_id\t: AuthenticAMD\n" + flags.formatted("avx512f")))
        .isEqualTo(LinearForm.CONVOLUTION);
    assertThat(LinearForm.of("vendor_id\t: AuthenticAMD\n" + flags.formatted("abm")))
        .isEqualTo(LinearForm.PRODUCT);
    assertThat(LinearForm.of("vendor_id\t: GenuineIntel\n" + flags.formatted("avx512f")))
        .isEqualTo(LinearForm.PRODUCT);
    assertThat(LinearForm.of("")).isEqualTo(LinearForm.PRODUCT);
  }
}
