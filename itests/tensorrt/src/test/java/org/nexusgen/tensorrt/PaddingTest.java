package org.nexusgen.tensorrt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.engine.onnxruntime.OnnxRuntimeEngine;
import org.nexusgen.engine.tensorrt.Tensorrt11Engine;
import org.nexusgen.engine.tensorrt.TensorrtEngine;

@DisplayName("Padding")
final class PaddingTest {
  private static final float TOLERANCE = 1e-6f;

  /** Four units of float16 beside values below 4. */
  private static final float SIXTEEN_BITS = 8e-3f;

  private static final int[] PROMPT_CHUNK_TOKENS = {13, 7, 1, 1, 1, 5, 1};

  @TempDir Path folder;

  @Test
  @DisplayName(
      "changes nothing in a prompt, a chunk and single tokens of odd lengths, with few plans")
  void same() throws IOException {
    List<float[]> unpadded = Conversation.of(new OnnxRuntimeEngine(), PROMPT_CHUNK_TOKENS);
    List<float[]> padded;
    try (TensorrtEngine engine =
        StandIn.engine(folder, Map.of("sizes", "rows=1,8,16 past=16,64 wanted=4"))) {
      padded = Conversation.of(engine, PROMPT_CHUNK_TOKENS);
    }
    assertThat(padded).hasSameSizeAs(unpadded);
    for (int i = 0; i < padded.size(); i++) {
      assertThat(padded.get(i))
          .as("answer %d", i)
          .containsExactly(unpadded.get(i), within(TOLERANCE));
    }
    // 13 and 7 rows behind 0 and 13; 1 and 5 behind more than 16.
    assertThat(plans()).hasSize(4);
  }

  @Test
  @DisplayName("and masks leave no hole on 16 bits, as a file for TensorRT 11 has them")
  void sixteenBits() {
    List<float[]> wanted = Conversation.of(new OnnxRuntimeEngine(), PROMPT_CHUNK_TOKENS);
    List<float[]> got;
    try (Tensorrt11Engine engine =
        StandIn.eleven(
            folder,
            Map.of(
                "precision",
                "fp16",
                "sizes",
                "rows=1,8,16 past=16,64 wanted=4",
                "tensorrt11.fixedSizes",
                "true"))) {
      got = Conversation.of(engine, PROMPT_CHUNK_TOKENS);
    }
    for (int i = 0; i < got.size(); i++) {
      assertThat(got.get(i))
          .as("answer %d", i)
          .containsExactly(wanted.get(i), within(SIXTEEN_BITS))
          .isNotEqualTo(wanted.get(i));
    }
  }

  private List<Path> plans() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("tensorrt/plans"))) {
      return files.filter(file -> file.toString().endsWith(".plan")).toList();
    }
  }
}
