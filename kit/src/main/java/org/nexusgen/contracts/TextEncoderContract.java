package org.nexusgen.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.PartContext;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.text.TextConditioning;
import org.nexusgen.api.text.TextEncoder;
import org.osgi.annotation.versioning.ConsumerType;

/** What every text encoder must do; the author of one extends this. */
@ConsumerType
public abstract class TextEncoderContract {
  private final TextEncoder encoder;

  protected TextEncoderContract(TextEncoder.Provider provider, PartContext context) {
    encoder = provider.open(context);
  }

  @AfterEach
  void close() {
    encoder.close();
    encoder.close(); // a second time does nothing
  }

  @Test
  @DisplayName("the empty prompt has a pooled vector and token vectors, all finite")
  void emptyPrompt() {
    TextConditioning empty = encoder.encode("");
    assertThat(empty.pooled().shape().rank()).isEqualTo(2);
    assertThat(empty.pooled().shape().dim(0)).isEqualTo(1);
    Tensor tokens = empty.tokens().orElseThrow();
    assertThat(tokens.shape().rank()).isEqualTo(3);
    assertThat(tokens.shape().dim(0)).isEqualTo(1);
    for (Tensor tensor : new Tensor[] {empty.pooled(), tokens}) {
      for (float value : tensor.floats()) {
        assertThat(value).isFinite();
      }
    }
  }

  @Test
  @DisplayName("the pooled vector alone is the same, on any thread")
  void pooled() {
    float[] wanted = encoder.encode("").pooled().floats();
    Stream.generate(() -> CompletableFuture.supplyAsync(() -> encoder.pooled("").floats()))
        .limit(4)
        .toList()
        .forEach(run -> assertThat(run.join()).isEqualTo(wanted));
  }
}
