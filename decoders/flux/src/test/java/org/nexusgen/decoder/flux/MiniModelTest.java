package org.nexusgen.decoder.flux;

import static org.nexusgen.decoder.flux.Reference.assertClose;
import static org.nexusgen.decoder.flux.Reference.get;
import static org.nexusgen.decoder.flux.Reference.tensors;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.PartContext;
import org.nexusgen.api.decode.Conditioning;
import org.nexusgen.api.decode.Conditioning.TokenGroup;
import org.nexusgen.api.decode.DecodeListener;
import org.nexusgen.api.decode.Decoding;
import org.nexusgen.api.decode.DecodingTask;
import org.nexusgen.api.decode.VisionDecoder;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.WeightSet;

@DisplayName("The FLUX decoder paints the pictures of the shipped model")
class MiniModelTest {
  private static final double TOLERANCE = 1e-3;
  private static final TokenGroup TARGET = new TokenGroup(6, 6, true);
  private static final TokenGroup SOURCE = new TokenGroup(12, 12, true);
  private static final int SIDE = 72;
  private static final int STEPS = 20;

  private final Map<String, Tensor> expected = tensors("mini/expected.safetensors");

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  @DisplayName("from nothing but a target")
  void generates(int i) {
    check("generate_" + i, DecodingTask.GENERATION, List.of(TARGET));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  @DisplayName("from a target and a source")
  void edits(int i) {
    check("edit_" + i, DecodingTask.EDITING, List.of(TARGET, SOURCE));
  }

  private void check(String name, DecodingTask task, List<TokenGroup> groups) {
    Conditioning conditioning = new Conditioning(get(expected, name + ".conditioning"), groups);
    try (ModelFolder model = Reference.mini();
        VisionDecoder decoder =
            Reference.provider(task)
                .open(new PartContext(model, Reference.engine(), Reference.settings()))) {
      Tensor pooled = model.weights(WeightSet.EMPTY_PROMPT).read("pooled");
      Decoding decoding =
          decoder.decode(
              conditioning,
              Asked.of(SIDE, SIDE, STEPS, pooled).settings(),
              Reference.sampler("euler"),
              DecodeListener.silent(),
              new Cancellation());
      assertLatents(name + ".initial_latents", decoding.initialLatents());
      assertLatents(name + ".final_latents", decoding.finalLatents());
      Pictures.assertAlmostEqual(decoding.image(), Pictures.read("mini/" + name + ".png"));
    }
  }

  private void assertLatents(String name, Tensor actual) {
    assertClose(name, actual.floats(), get(expected, name).floats(), TOLERANCE);
  }
}
