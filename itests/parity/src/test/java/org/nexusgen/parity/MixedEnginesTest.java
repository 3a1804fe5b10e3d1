package org.nexusgen.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.JobListener;
import org.nexusgen.api.NexusGen;
import org.nexusgen.api.NexusGenConfig;
import org.nexusgen.api.Painting;
import org.nexusgen.api.decode.DecodingTask;
import org.nexusgen.golden.Golden;

/** An edit, which is the whole road, with its parts on engines of two kinds. */
@DisplayName("Parts on different engines")
class MixedEnginesTest {
  private static final int STEPS = 6;

  /** Float32 on two engines, after all steps. */
  private static final double TOLERANCE = 2e-3;

  @Test
  @DisplayName("give the results that one engine gives, and say which engine ran which part")
  void sameResults() {
    Painting one = edit("onnxruntime");
    assertThat(one.report().engines())
        .containsOnlyKeys("vision-encoder", "backbone", "projector", "decoder")
        .allSatisfy((part, engine) -> assertThat(engine).startsWith("onnxruntime 1."));

    Painting mixed = edit("decoder=pytorch,vision-encoder=pytorch");
    assertThat(mixed.report().engines().get("decoder")).startsWith("pytorch 2.");
    assertThat(mixed.report().engines().get("vision-encoder")).startsWith("pytorch 2.");
    assertThat(mixed.report().engines().get("backbone")).startsWith("onnxruntime 1.");
    requireSame(mixed, one);

    Painting other = edit("pytorch,decoder=onnxruntime");
    assertThat(other.report().engines().get("backbone")).startsWith("pytorch 2.");
    assertThat(other.report().engines().get("projector")).startsWith("pytorch 2.");
    assertThat(other.report().engines().get("decoder")).startsWith("onnxruntime 1.");
    requireSame(other, one);
  }

  @Test
  @DisplayName("that are not there are refused with the nearest name")
  void unknown() {
    assertThatThrownBy(() -> edit("decoder=pytorsh"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("unknown engine 'pytorsh'")
        .hasMessageContaining("did you mean 'pytorch'?");
  }

  private static void requireSame(Painting got, Painting wanted) {
    for (String tensor :
        List.of("image_embeds", "image_embeddings", "conditioning", "final_latents")) {
      Expected.assertClose(
          Expected.tensor(got.report().tensors(), tensor),
          Expected.tensor(wanted.report().tensors(), tensor),
          TOLERANCE,
          tensor);
    }
    assertThat(got.report().tensors().get("output_ids"))
        .satisfies(
            ids ->
                assertThat(Expected.ids(ids))
                    .isEqualTo(
                        Expected.ids(Expected.tensor(wanted.report().tensors(), "output_ids"))));
  }

  private static Painting edit(String engines) {
    NexusGenConfig config = NexusGenConfig.of(Golden.starter()).withEngine(engines);
    try (NexusGen nexusGen = NexusGen.open(config)) {
      return nexusGen.edit(
          Requests.painting(
              List.of(Expected.image("starter/expected/scene_2.png")),
              "change the background to white",
              Requests.decoding(72, 72, STEPS, 1.0, 42, DecodingTask.EDITING).options()),
          JobListener.silent(),
          new Cancellation());
    }
  }
}
