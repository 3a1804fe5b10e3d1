package org.nexusgen.decoder.preview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.PartContext;
import org.nexusgen.api.decode.Conditioning;
import org.nexusgen.api.decode.Conditioning.TokenGroup;
import org.nexusgen.api.decode.DecodeListener;
import org.nexusgen.api.decode.DecodingTask;
import org.nexusgen.api.decode.VisionDecoder;
import org.nexusgen.api.engine.Engine;
import org.nexusgen.api.engine.SessionSettings;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.image.ImageFiles;
import org.nexusgen.api.sampling.DiffusionSampler;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.text.TextConditioning;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.ModelLibrary;
import org.nexusgen.api.weights.PixelSize;
import org.nexusgen.api.weights.TensorFiles;
import org.nexusgen.contracts.VisionDecoderContract;
import org.nexusgen.golden.Golden;

@DisplayName("The preview decoder")
class PreviewDecoderTest extends VisionDecoderContract {
  private static final int LEVELS = 255;

  /** How much nearer than the best picture of one colour, in dB; measured: 1.2 to 5.3. */
  private static final double NEARER = 1;

  private final Map<String, Tensor> expected =
      Found.only(TensorFiles.class).read(Golden.path("starter/expected/expected.safetensors"));
  private final ModelFolder model = Found.only(ModelLibrary.class).open(Golden.starter());

  @AfterEach
  void close() {
    model.close();
  }

  @Override
  protected VisionDecoder decoder() {
    return decoder(DecodingTask.GENERATION, model);
  }

  private static VisionDecoder decoder(DecodingTask task, ModelFolder model) {
    return ServiceLoader.load(VisionDecoder.Provider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(provider -> provider.name().equals("preview") && provider.task() == task)
        .findFirst()
        .orElseThrow()
        .open(
            new PartContext(
                model, Found.only(Engine.class), SessionSettings.standard().withThreads(1)));
  }

  @Override
  protected Conditioning conditioning() {
    return conditioning("generate_0");
  }

  private Conditioning conditioning(String name) {
    TokenGroup target = new TokenGroup(6, 6, true);
    TokenGroup source = new TokenGroup(12, 12, true);
    return new Conditioning(
        expected.get(name + ".conditioning"),
        name.startsWith("edit") ? List.of(target, source) : List.of(target));
  }

  @Override
  protected TextConditioning emptyPrompt() {
    return new TextConditioning(Tensor.of(new float[1], 1, 1), Optional.empty());
  }

  @Override
  protected DiffusionSampler sampler() {
    return Found.only(DiffusionSampler.class);
  }

  @Override
  protected PixelSize size() {
    return new PixelSize(72, 72);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  @DisplayName("shows what FLUX will paint, and nothing else")
  void showsWhatFluxWillPaint(int i) {
    for (DecodingTask task : DecodingTask.values()) {
      String kind = task == DecodingTask.GENERATION ? "generate_" : "edit_";
      try (VisionDecoder decoder = decoder(task, model)) {
        Image preview = decode(decoder, conditioning(kind + i));
        Image painted = painted(kind + i);
        assertThat(ratio(preview, painted))
            .isGreaterThan(ratio(oneColour(painted), painted) + NEARER);
        for (int other = 0; other < 5; other++) {
          if (task == DecodingTask.GENERATION && other != i) {
            assertThat(ratio(preview, painted(kind + other)))
                .as("preview %d beside picture %d", i, other)
                .isLessThan(ratio(preview, painted(kind + i)));
          }
        }
      }
    }
  }

  private Image decode(VisionDecoder decoder, Conditioning conditioning) {
    return decoder
        .decode(
            conditioning, settings(SEED), sampler(), DecodeListener.silent(), new Cancellation())
        .image();
  }

  private static Image painted(String name) {
    return Found.only(ImageFiles.class)
        .read(Golden.path("starter/expected/" + name + ".png"))
        .dropAlpha();
  }

  /** The picture's mean colour everywhere. */
  private static Image oneColour(Image image) {
    byte[] pixels = new byte[image.pixels().length];
    for (int colour = 0; colour < 3; colour++) {
      double sum = 0;
      for (int i = colour; i < pixels.length; i += 3) {
        sum += image.pixels()[i] & 0xff;
      }
      for (int i = colour; i < pixels.length; i += 3) {
        pixels[i] = (byte) Math.round(sum / (pixels.length / 3));
      }
    }
    return new Image(image.width(), image.height(), image.channels(), pixels);
  }

  /** Peak signal to noise in dB. */
  private static double ratio(Image one, Image other) {
    double sum = 0;
    for (int i = 0; i < one.pixels().length; i++) {
      double difference = (one.pixels()[i] & 0xff) - (other.pixels()[i] & 0xff);
      sum += difference * difference;
    }
    return 10 * Math.log10(LEVELS * LEVELS * one.pixels().length / sum);
  }

  @Test
  @DisplayName("says that it takes no notice of an input image")
  void inputImage() {
    Image input = new Image(72, 72, Image.Channels.RGB, new byte[3 * 72 * 72]);
    try (VisionDecoder decoder = decoder()) {
      assertThat(decode(decoder, settings(size(), SEED, 1, Optional.of(input))).notes())
          .containsExactly("the preview takes no notice of the input image");
    }
  }

  @Test
  @DisplayName("refuses a model without a map, and says how to make one")
  void noMap() {
    try (ModelFolder other = Found.only(ModelLibrary.class).open(Golden.path("ar/checkpoint"))) {
      assertThatThrownBy(() -> decoder(DecodingTask.EDITING, other))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("preview.safetensors")
          .hasMessageContaining("nexusgen preview --model");
    }
  }

  @Test
  @DisplayName("ranks below other decoders")
  void ranksBelow() {
    assertThat(ServiceLoader.load(VisionDecoder.Provider.class))
        .filteredOn(provider -> provider.name().equals("preview"))
        .hasSize(2)
        .allMatch(provider -> provider.ranking() < 0);
  }

  @Test
  @DisplayName("refuses a picture of absurd size before it allocates anything")
  void absurdSize() {
    PixelSize huge = new PixelSize(2_000_000_000, 24);
    try (VisionDecoder decoder = decoder()) {
      assertThatThrownBy(() -> decode(decoder, settings(huge, SEED, 1, Optional.empty())))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("2000000000x24");
    }
  }

  @Test
  @DisplayName("refuses tokens of another projector")
  void otherWidth() {
    Conditioning wider =
        new Conditioning(
            Tensor.of(new float[36 * 129], 1, 36, 129), List.of(new TokenGroup(6, 6, true)));
    try (VisionDecoder decoder = decoder()) {
      assertThatThrownBy(() -> decode(decoder, wider, settings(SEED)))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("129")
          .hasMessageContaining("128");
    }
  }
}
