package org.nexusgen.encoder.caching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.PartContext;
import org.nexusgen.api.engine.Engine;
import org.nexusgen.api.engine.SessionSettings;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.image.Image.Channels;
import org.nexusgen.api.vision.ImageRoute;
import org.nexusgen.api.vision.VisionEncoder;
import org.nexusgen.api.vision.VisionEncoding;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.ModelLibrary;
import org.nexusgen.api.weights.PixelSize;
import org.nexusgen.contracts.VisionEncoderContract;
import org.nexusgen.golden.Golden;

@DisplayName("The caching encoder")
class CachingVisionEncoderTest extends VisionEncoderContract {
  private static final long PLENTY = 1 << 28;
  private static ModelFolder model;

  private final List<Integer> asked = new ArrayList<>();
  private final List<String> told = new ArrayList<>();

  @BeforeAll
  static void openModel() {
    model = service(ModelLibrary.class).open(Golden.path("ar/checkpoint"));
  }

  @AfterAll
  static void closeModel() {
    model.close();
  }

  @Override
  protected VisionEncoder open() {
    return new CachingVisionEncoders().open(context());
  }

  @Override
  protected int tokenSide() {
    return 28;
  }

  @Test
  @DisplayName("asks the other encoder once for a picture, alone or among others, in any order")
  void asksOnce() {
    Image one = noise(90, 60, 1);
    Image two = noise(70, 60, 2);
    Image three = noise(60, 90, 3);
    try (VisionEncoder encoder = counted(new Memory(PLENTY))) {
      VisionEncoding both = encoder.encode(List.of(one, two), ImageRoute.EDITING);
      VisionEncoding again =
          encoder.encode(List.of(three, two, one, two, three), ImageRoute.EDITING);

      assertThat(asked).containsExactly(2, 1);
      assertThat(again.grids()).hasSize(5);
      assertThat(again.grids().get(2)).isEqualTo(both.grids().get(0));
      assertThat(again.embeddings().get(1)).isSameAs(again.embeddings().get(3));
      VisionEncoding alone = encoder.encode(List.of(two), ImageRoute.EDITING);
      assertThat(asked).hasSize(2);
      assertThat(both.pixelValues().floats()).endsWith(alone.pixelValues().floats());
      assertThat(encoder.encode(List.of(noise(70, 60, 2)), ImageRoute.EDITING)).isSameAs(alone);
    }
  }

  @Test
  @DisplayName("says of each picture whether it knew it")
  void saysWhatItKnew() {
    Image one = noise(60, 60, 1);
    try (VisionEncoder encoder = counted(new Memory(PLENTY))) {
      encoder.encode(List.of(one), ImageRoute.EDITING);
      encoder.encode(List.of(noise(60, 60, 2), one), ImageRoute.EDITING);
      encoder.encode(one, new PixelSize(56, 56));
      encoder.encode(one, new PixelSize(56, 56));
    }
    String known = "vision encoder true";
    String unknown = "vision encoder false";
    assertThat(told).containsExactly(unknown, unknown, known, unknown, known);
  }

  @Test
  @DisplayName("tells pictures apart by their pixels, channels, sides and way")
  void tellsApart() {
    byte[] pixels = new byte[3 * 4 * 84 * 84];
    new Random(5).nextBytes(pixels);
    Image wide = new Image(168, 168, Channels.RGB, pixels.clone());
    Image opaque = new Image(144, 147, Channels.RGBA, pixels.clone());
    Image tall = new Image(84, 336, Channels.RGB, pixels.clone());
    pixels[pixels.length - 1] ^= 1;
    Image other = new Image(168, 168, Channels.RGB, pixels);
    try (VisionEncoder encoder = counted(new Memory(PLENTY))) {
      for (Image image : List.of(wide, opaque, tall, other)) {
        encoder.encode(List.of(image), ImageRoute.EDITING);
      }
      encoder.encode(List.of(wide), ImageRoute.TARGET);
      encoder.encode(wide, new PixelSize(56, 56));
      encoder.encode(wide, new PixelSize(84, 56));
      assertThat(asked).hasSize(7);
    }
  }

  @Test
  @DisplayName("forgets first what was not asked for longest, and never holds more than it may")
  void forgets() {
    List<Image> images = List.of(noise(84, 84, 1), noise(84, 84, 2), noise(84, 84, 3));
    long one = bytesOfOne();
    Memory two = new Memory(2 * one);
    try (VisionEncoder encoder = counted(two)) {
      for (int i : new int[] {0, 1, 0, 2}) {
        encoder.encode(images.get(i), new PixelSize(84, 84));
        assertThat(two.held()).isLessThanOrEqualTo(2 * one);
      }
      assertThat(asked).hasSize(3);
      encoder.encode(images.get(0), new PixelSize(84, 84)); // asked for after 1: still there
      assertThat(asked).hasSize(3);
      encoder.encode(images.get(1), new PixelSize(84, 84));
      assertThat(asked).hasSize(4);
    }
    assertThat(two.held()).isZero();
  }

  @Test
  @DisplayName("without room remembers nothing, and encodes all the same")
  void withoutRoom() {
    Memory none = new Memory(0);
    try (VisionEncoder encoder = counted(none)) {
      VisionEncoding first = encoder.encode(noise(84, 84, 1), new PixelSize(84, 84));
      VisionEncoding second = encoder.encode(noise(84, 84, 1), new PixelSize(84, 84));
      assertThat(asked).hasSize(2);
      assertThat(second.pixelValues().floats()).isEqualTo(first.pixelValues().floats());
      assertThat(none.held()).isZero();
    }
  }

  @Test
  @DisplayName("remembers nothing of a picture that was refused")
  void refusedPictures() {
    Image line = noise(201, 1, 1);
    try (VisionEncoder encoder = counted(new Memory(PLENTY))) {
      for (int i = 1; i <= 2; i++) {
        assertThatThrownBy(() -> encoder.encode(List.of(line), ImageRoute.EDITING))
            .isInstanceOf(BadInputException.class);
        assertThat(asked).hasSize(i);
      }
    }
  }

  @Test
  @DisplayName("is a service that ranks below what it wraps")
  void ranksBelow() {
    assertThat(ServiceLoader.load(VisionEncoder.Provider.class))
        .filteredOn(provider -> provider.name().equals("caching"))
        .singleElement()
        .matches(provider -> provider.ranking() < 0);
  }

  @Test
  @DisplayName("refuses a memory of less than nothing")
  void lessThanNothing() {
    assertThatThrownBy(() -> new CachingVisionEncoders(CachingVisionEncoderTest::qwen, -1))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("-1");
  }

  private long bytesOfOne() {
    try (VisionEncoder encoder = qwen().open(context())) {
      return Encodings.bytes(encoder.encode(noise(84, 84, 1), new PixelSize(84, 84)));
    }
  }

  /** The caching encoder over one that notes how many pictures it is asked for. */
  private VisionEncoder counted(Memory memory) {
    VisionEncoder wrapped = qwen().open(context());
    return new CachingVisionEncoder(
        new VisionEncoder() {
          @Override
          public VisionEncoding encode(List<Image> images, ImageRoute route) {
            asked.add(images.size());
            return wrapped.encode(images, route);
          }

          @Override
          public VisionEncoding encode(Image image, PixelSize size) {
            asked.add(1);
            return wrapped.encode(image, size);
          }

          @Override
          public void close() {
            wrapped.close();
          }
        },
        memory,
        (cache, hit) -> told.add(cache + " " + hit));
  }

  private static VisionEncoder.Provider qwen() {
    return ServiceLoader.load(VisionEncoder.Provider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(provider -> provider.name().equals("qwen"))
        .findFirst()
        .orElseThrow();
  }

  private static PartContext context() {
    return new PartContext(model, service(Engine.class), SessionSettings.standard().withThreads(1));
  }

  private static <S> S service(Class<S> type) {
    return ServiceLoader.load(type).findFirst().orElseThrow();
  }

  private static Image noise(int width, int height, int seed) {
    byte[] pixels = new byte[3 * width * height];
    new Random(seed).nextBytes(pixels);
    return new Image(width, height, Channels.RGB, pixels);
  }
}
