package org.nexusgen.engine.tensorrt.worker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What TensorRT says")
final class NativeWordsTest {
  private static final int ERROR = 1;
  private static final int WARNING = 2;

  @Test
  @DisplayName("is why it made nothing, if it is an error")
  void errors() {
    NativeWords.say(ERROR, "no memory ");
    NativeWords.say(WARNING, "slow");
    assertThat(NativeWords.nothing("plan")).hasMessage("TensorRT made no plan: no memory");
    NativeWords.forget();
    assertThat(NativeWords.because()).isEqualTo(", and did not say why");
  }

  @Test
  @DisplayName("has a remedy where the builder's resource for the GPU is missing")
  void resource() {
    NativeWords.say(ERROR, "cannot open libnvinfer_builder_resource_sm90.so.11.2.1");
    assertThat(NativeWords.nothing("builder"))
        .hasMessageContaining("resource_sm90.so.11.2.1; that file")
        .hasMessageContaining("NVIDIA's archive");
  }
}
