package org.nexusgen.engine.onnxruntime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A failure of ONNX Runtime")
final class NativeFailureTest {
  @Test
  @DisplayName("for want of memory says how much, what for, and what helps")
  void memory() {
    String said =
        "Error code - ORT_FAIL - message: Non-zero status code returned while running Attention"
            + " node. Name:'Attention@65' Status Message: bfc_arena.cc:359 void*"
            + " onnxruntime::BFCArena::AllocateRawInternal(size_t) Failed to allocate memory for"
            + " requested buffer of size 1099813638400";
    assertThat(NativeFailure.sentence("flux-transformer", said))
        .isEqualTo(
            "graph 'flux-transformer': got no memory, wants 1099.8 GB at once for Attention; ask"
                + " for a smaller size or fewer at a time, or make room on this machine");
  }

  @Test
  @DisplayName("for want of a little memory says how little")
  void little() {
    String said = "BFCArena: Failed to allocate memory for requested buffer of size 1500000";
    assertThat(NativeFailure.sentence("g", said))
        .startsWith("graph 'g': got no memory, wants 1.5 MB at once; ask");
  }

  @Test
  @DisplayName("of another kind is told in its own words")
  void other() {
    assertThat(NativeFailure.sentence("g", "no kernel"))
        .isEqualTo("graph 'g' failed in ONNX Runtime: no kernel");
  }
}
