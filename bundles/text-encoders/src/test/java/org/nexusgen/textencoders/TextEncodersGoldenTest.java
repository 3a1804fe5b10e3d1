package org.nexusgen.textencoders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nexusgen.plain.Close.assertClose;

import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.PartContext;
import org.nexusgen.api.engine.GraphSession;
import org.nexusgen.api.engine.RunResult;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.text.TextConditioning;
import org.nexusgen.api.text.TextEncoder;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.WeightSet;
import org.nexusgen.api.weights.WeightStore;
import org.nexusgen.graph.GraphBuilder;
import org.nexusgen.graph.Value;
import org.nexusgen.plain.MemoryModel;

@DisplayName("the text encoders are the reference's")
class TextEncodersGoldenTest {
  private static final double TOLERANCE = 1e-5;
  private static final int CLIP_END = 49407;
  private static final int T5_END = 1;

  private final ModelFolder model = GoldenFiles.decoderModel();
  private final PartContext context = MemoryModel.context(model);
  private final Map<String, Tensor> clip = GoldenFiles.read("decoder/clip/clip.safetensors");
  private final Map<String, Tensor> t5 = GoldenFiles.read("decoder/t5/t5.safetensors");

  @AfterEach
  void close() {
    model.close();
  }

  private static Tensor get(Map<String, Tensor> golden, String name) {
    return GoldenFiles.get(golden, name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"empty", "prompt"})
  @DisplayName("CLIP's ids and pooled vector")
  void clip(String prompt) {
    Tensor ids = get(clip, prompt + "_ids");
    int[] text = GoldenFiles.text(ids, 1, CLIP_END);
    try (ClipEncoder encoder = new ClipEncoder(context)) {
      assertThat(encoder.framed(text).longs()).isEqualTo(ids.longs());
      Tensor wanted = get(clip, prompt + "_pooled");
      Tensor got = encoder.pooled(text);
      assertThat(got.shape()).isEqualTo(wanted.shape());
      assertClose("pooled", got.floats(), wanted.floats(), TOLERANCE);
    }
  }

  @Test
  @DisplayName("CLIP's layer before the last")
  void clipLayers() {
    WeightStore weights = model.weights(WeightSet.CLIP_TEXT_ENCODER);
    ClipConfig config = ClipConfig.of(model, weights);
    ClipNetwork network = new ClipNetwork(config);
    GraphBuilder builder = new GraphBuilder("CLIP without its last layer");
    Value ids = network.ids(builder);
    builder.output("x", network.layers(builder, ids, config.numHiddenLayers() - 1));
    try (GraphSession session = context.engine().open(builder.build(), weights, context.session());
        RunResult result = session.run(Map.of(ClipNetwork.IDS, get(clip, "empty_ids")))) {
      float[] wanted = get(clip, "empty_penultimate").floats();
      assertClose("penultimate", result.tensor("x").floats(), wanted, TOLERANCE);
    }
  }

  @Test
  @DisplayName("T5's ids and token vectors of a prompt")
  void t5Prompt() {
    try (T5Encoder encoder = new T5Encoder(context)) {
      int[] text = GoldenFiles.text(get(t5, "prompt_ids"), 0, T5_END);
      assertThat(encoder.framed(text).longs()).isEqualTo(get(t5, "prompt_ids").longs());
      Tensor tokens = encoder.tokens(text);
      assertThat(tokens.shape().toArray()).containsExactly(1, 512, 64);
      float[] first = tokens.reshape(512, 64).rows(0, 64).floats();
      assertClose("tokens", first, get(t5, "prompt_output_first64").floats(), TOLERANCE);
    }
  }

  @Test
  @DisplayName("both encoders of the empty prompt, without any tokenizer")
  void emptyPrompt() {
    TextEncoder.Provider provider =
        ServiceLoader.load(TextEncoder.Provider.class).findFirst().orElseThrow();
    assertThat(provider.name()).isEqualTo("clip-t5");
    try (TextEncoder encoder = provider.open(context)) {
      TextConditioning empty = encoder.encode("");
      assertClose("pooled", empty.pooled().floats(), get(clip, "empty_pooled").floats(), TOLERANCE);
      float[] tokens = empty.tokens().orElseThrow().floats();
      assertClose("tokens", tokens, get(t5, "empty_output").floats(), TOLERANCE);
      assertThat(encoder.pooled("").floats()).isEqualTo(empty.pooled().floats());
    }
  }

  @Test
  @DisplayName("any other prompt needs the tokenizers, and the error says which files")
  void missingTokenizer() {
    try (TextEncoder encoder = new FluxTextEncoders().open(context)) {
      assertThatThrownBy(() -> encoder.encode("a cat"))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("tokenizer/vocab.json and tokenizer/merges.txt")
          .hasMessageContaining("copy it from FLUX.1-dev");
    }
  }

  @Test
  @DisplayName("a prompt that is longer than any book's chapter is refused")
  void endlessPrompt() {
    try (TextEncoder encoder = new FluxTextEncoders().open(context)) {
      assertThatThrownBy(() -> encoder.encode("a".repeat(100_001)))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("got 100001 characters, wants at most 100000");
    }
  }
}
