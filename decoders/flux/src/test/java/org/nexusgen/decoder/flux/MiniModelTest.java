package org.nexusgen.decoder.flux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nexusgen.decoder.flux.Reference.assertClose;
import static org.nexusgen.decoder.flux.Reference.get;
import static org.nexusgen.decoder.flux.Reference.tensors;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
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
import org.nexusgen.api.engine.SessionSettings;
import org.nexusgen.api.engine.SessionSettings.WeightMemory;
import org.nexusgen.api.engine.SessionSettings.WeightPrecision;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.WeightSet;

@DisplayName("The FLUX decoder paints the pictures of the starter")
class MiniModelTest {
  private static final double TOLERANCE = 1e-3;
  private static final TokenGroup TARGET = new TokenGroup(6, 6, true);
  private static final TokenGroup SOURCE = new TokenGroup(12, 12, true);
  private static final int SIDE = 72;
  private static final int STEPS = 20;

  private final Map<String, Tensor> expected = tensors("starter/expected/expected.safetensors");

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

  @Test
  @DisplayName("with weights mapped in place: the same pictures")
  void mapped() {
    SessionSettings settings = Reference.settings().withWeightMemory(WeightMemory.MAPPED);
    Decoding decoding = decode("generate_0", DecodingTask.GENERATION, List.of(TARGET), settings);
    Pictures.assertAlmostEqual(decoding.image(), Pictures.read("starter/expected/generate_0.png"));
  }

  @Test
  @DisplayName("with weights in blocks of 8 bits: nearly the same picture")
  void eightBits() {
    SessionSettings settings =
        Reference.settings().withWeightPrecision(WeightPrecision.INT8_BLOCKS);
    Decoding decoding = decode("generate_0", DecodingTask.GENERATION, List.of(TARGET), settings);
    byte[] exact = Pictures.read("starter/expected/generate_0.png").pixels();
    byte[] blocks = decoding.image().pixels();
    double sum = 0;
    for (int i = 0; i < exact.length; i++) {
      sum += Math.abs((exact[i] & 0xff) - (blocks[i] & 0xff));
    }
    // Measured 0.04 levels; another picture is tens of levels away.
    assertThat(sum / exact.length).isStrictlyBetween(0.0, 1.0);
  }

  private void check(String name, DecodingTask task, List<TokenGroup> groups) {
    Decoding decoding = decode(name, task, groups, Reference.settings());
    assertLatents(name + ".initial_latents", decoding.initialLatents());
    assertLatents(name + ".final_latents", decoding.finalLatents());
    Pictures.assertAlmostEqual(
        decoding.image(), Pictures.read("starter/expected/" + name + ".png"));
  }

  private Decoding decode(
      String name, DecodingTask task, List<TokenGroup> groups, SessionSettings settings) {
    Conditioning conditioning = new Conditioning(get(expected, name + ".conditioning"), groups);
    try (ModelFolder model = Reference.mini();
        VisionDecoder decoder =
            Reference.provider(task).open(new PartContext(model, Reference.engine(), settings))) {
      Tensor pooled = model.weights(WeightSet.EMPTY_PROMPT).read("pooled");
      return decoder.decode(
          conditioning,
          Asked.of(SIDE, SIDE, STEPS, pooled).settings(),
          Reference.sampler("euler"),
          DecodeListener.silent(),
          new Cancellation());
    }
  }

  private void assertLatents(String name, Tensor actual) {
    assertClose(name, actual.floats(), get(expected, name).floats(), TOLERANCE);
  }
}
