package org.nexusgen.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The native tokenizer")
class NativeTokenizerTest {
  @Test
  @DisplayName("says why it cannot be loaded, and where it wants to be unpacked")
  void notLoaded() {
    Throwable cause = new IOException("No space left on device");
    Throwable failure =
        new ExceptionInInitializerError(new IllegalStateException("Cannot copy jni files", cause));
    assertThat(NativeTokenizer.notLoaded(failure))
        .hasMessageContaining("No space left on device")
        .hasMessageContaining("NEXUSGEN_CACHE");
  }
}
