package org.nexusgen.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.DecodeOptions;
import org.nexusgen.api.Language;
import org.nexusgen.api.NexusGenConfig;
import org.nexusgen.api.PaintingRequest;
import org.nexusgen.api.TokenOptions;
import org.nexusgen.api.UnderstandingRequest;
import org.nexusgen.api.backbone.GenerationSettings.ImageMode;
import org.nexusgen.api.backbone.GenerationSettings.PositionMode;
import org.nexusgen.api.decode.DecodingTask;
import org.nexusgen.api.engine.SessionSettings.WeightMemory;
import org.nexusgen.api.engine.SessionSettings.WeightPrecision;
import org.nexusgen.api.weights.AdapterChoice;

@DisplayName("A request")
class OptionsTest extends CommandLineCase {
  @Test
  @DisplayName("takes all sampling options")
  void samplingOptions() {
    assertDone(
        "understand",
        "q",
        "--max-tokens",
        "9",
        "--greedy",
        "--temperature",
        "0.5",
        "--top-k",
        "4",
        "--top-p",
        "0.9",
        "--repetition-penalty",
        "1.1",
        "--seed",
        "3",
        "--stop",
        "a",
        "--stop",
        "b",
        "--token-sampler",
        "best",
        "--image-mode",
        "naive",
        "--positions",
        "consistent");
    TokenOptions options = asked(UnderstandingRequest.class).tokens();
    assertThat(options.maxTokens()).hasValue(9);
    assertThat(options.greedy()).isTrue();
    assertThat(options.temperature()).hasValue(0.5);
    assertThat(options.topK()).hasValue(4);
    assertThat(options.topP()).hasValue(0.9);
    assertThat(options.repetitionPenalty()).hasValue(1.1);
    assertThat(options.seed()).hasValue(3);
    assertThat(options.stop()).containsExactly("a", "b");
    assertThat(options.sampler()).hasValue("best");
    assertThat(options.imageMode()).isEqualTo(ImageMode.NAIVE);
    assertThat(options.positions()).isEqualTo(PositionMode.CONSISTENT);
  }

  @Test
  @DisplayName("takes all options of the model")
  void modelOptions() {
    assertDone(
        "understand",
        "q",
        "--model",
        "m",
        "--lora",
        "pets",
        "--lora",
        "c:/snow:-0.5",
        "--threads",
        "3",
        "--weights",
        "mapped",
        "--precision",
        "int4",
        "--engine",
        "onnxruntime");
    NexusGenConfig config = terminal.nexusGen.opened.get(0);
    assertThat(config.model()).isEqualTo(Path.of("m"));
    assertThat(config.adapters())
        .containsExactly(
            new AdapterChoice(Path.of("pets"), 1), new AdapterChoice(Path.of("c:/snow"), -0.5));
    assertThat(config.session().threads()).isEqualTo(3);
    assertThat(config.session().weightMemory()).isEqualTo(WeightMemory.MAPPED);
    assertThat(config.session().weightPrecision()).isEqualTo(WeightPrecision.INT4_BLOCKS);
  }

  @Test
  @DisplayName("takes all options of painting")
  void paintingOptions() {
    assertDone(
        "generate",
        "a star",
        "-o",
        at("o.png"),
        "--width",
        "64",
        "--height",
        "48",
        "--steps",
        "7",
        "--cfg-scale",
        "2.5",
        "--guidance",
        "4",
        "--negative-prompt",
        "rain",
        "--sampler",
        "heun",
        "--decoder",
        "editing",
        "--input-image",
        picture,
        "--strength",
        "0.6",
        "--tea-cache",
        "0.2",
        "--tea-cache-per-branch",
        "--tile",
        "16",
        "--tile-stride",
        "8",
        "--seed",
        "5",
        "--language",
        "zh",
        "--polish");
    PaintingRequest request = asked(PaintingRequest.class);
    DecodeOptions options = request.decoding();
    assertThat(options.width()).hasValue(64);
    assertThat(options.height()).hasValue(48);
    assertThat(options.steps()).hasValue(7);
    assertThat(options.cfgScale()).hasValue(2.5);
    assertThat(options.guidance()).hasValue(4);
    assertThat(options.negativePrompt()).hasValue("rain");
    assertThat(options.sampler()).hasValue("heun");
    assertThat(options.decoder()).hasValue(DecodingTask.EDITING);
    assertThat(options.decoderPart()).isEmpty();
    assertThat(options.inputImage()).isPresent();
    assertThat(options.strength()).hasValue(0.6);
    assertThat(options.teaCache().orElseThrow().threshold()).isEqualTo(0.2);
    assertThat(options.teaCache().orElseThrow().perBranch()).isTrue();
    assertThat(options.tiling().orElseThrow().size()).isEqualTo(16);
    assertThat(options.tiling().orElseThrow().stride()).isEqualTo(8);
    assertThat(options.seed()).hasValue(5);
    assertThat(request.imagining().language()).isEqualTo(Language.ZH);
    assertThat(request.imagining().polish()).isTrue();
  }

  @Test
  @DisplayName("says of options that change nothing alone that they do not")
  void unused() {
    assertDone(
        "generate", "a star", "-o", at("o.png"), "--tile-stride", "4", "--tea-cache-per-branch");
    assertThat(terminal.err().lines())
        .contains(
            "nexusgen: note: --tile-stride has no effect without --tile",
            "nexusgen: note: --tea-cache-per-branch has no effect without --tea-cache");
  }

  @Test
  @DisplayName("takes the name of a decoder part, too")
  void decoderPart() {
    assertDone("generate", "a star", "-o", at("o.png"), "--decoder", "preview");
    assertThat(asked(PaintingRequest.class).decoding().decoderPart()).hasValue("preview");
    assertThat(asked(PaintingRequest.class).decoding().decoder()).isEmpty();
  }
}
