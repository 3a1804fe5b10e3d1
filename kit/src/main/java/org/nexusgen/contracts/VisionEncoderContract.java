package org.nexusgen.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nexusgen.contracts.Close.assertClose;

import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.image.Image.Channels;
import org.nexusgen.api.vision.ImageEmbedding;
import org.nexusgen.api.vision.ImageGrid;
import org.nexusgen.api.vision.ImageRoute;
import org.nexusgen.api.vision.VisionEncoder;
import org.nexusgen.api.vision.VisionEncoding;
import org.nexusgen.api.weights.PixelSize;
import org.osgi.annotation.versioning.ConsumerType;

/** What every vision encoder keeps to. Its author extends this and says how to open one. */
@ConsumerType
public abstract class VisionEncoderContract {
  private VisionEncoder encoder;

  protected VisionEncoderContract() {}

  /** An encoder of a model of its own; the test closes it. */
  protected abstract VisionEncoder open();

  /** Side in pixels of one embedding. */
  protected abstract int tokenSide();

  @BeforeEach
  void openOne() {
    encoder = open();
  }

  @AfterEach
  void closeIt() {
    encoder.close();
  }

  @ParameterizedTest
  @EnumSource
  void everyRouteGivesWholeFiniteEmbeddingsOfOneWidth(ImageRoute route) {
    VisionEncoding encoding = encoder.encode(List.of(noise(97, 71, 1), noise(200, 40, 2)), route);

    assertThat(encoding.grids()).hasSize(2);
    assertThat(encoding.embeddings()).hasSize(2);
    assertThat(encoding.embeddings()).extracting(ImageEmbedding::width).containsOnly(width());
    assertThat(encoding.pixelValues().shape().dim(0))
        .isEqualTo(encoding.grids().stream().mapToInt(ImageGrid::patches).sum());
    for (ImageEmbedding embedding : encoding.embeddings()) {
      for (float value : embedding.values().floats()) {
        assertThat(value).isFinite();
      }
    }
  }

  @Test
  void anImageDoesNotSeeItsNeighbours() {
    Image first = noise(97, 71, 1);
    Image second = noise(150, 90, 2);

    VisionEncoding both = encoder.encode(List.of(first, second), ImageRoute.EDITING);

    for (int i = 0; i < 2; i++) {
      Image one = i == 0 ? first : second;
      VisionEncoding alone = encoder.encode(List.of(one), ImageRoute.EDITING);
      assertThat(both.grids().get(i)).isEqualTo(alone.grids().get(0));
      assertClose(values(both, i), values(alone, 0), 1e-5);
    }
  }

  @Test
  void theSameImageGivesTheSameNumbers() {
    Image image = noise(97, 71, 1);

    assertThat(values(encoder.encode(List.of(image), ImageRoute.UNDERSTANDING), 0))
        .isEqualTo(values(encoder.encode(List.of(image), ImageRoute.UNDERSTANDING), 0));
  }

  @Test
  void differentImagesGiveDifferentNumbers() {
    VisionEncoding both =
        encoder.encode(List.of(noise(90, 90, 1), noise(90, 90, 2)), ImageRoute.TARGET);

    assertThat(values(both, 0)).isNotEqualTo(values(both, 1));
  }

  @Test
  void anExactSizeGivesThatManyEmbeddings() {
    int side = tokenSide();

    VisionEncoding encoding = encoder.encode(noise(61, 47, 1), new PixelSize(5 * side, 3 * side));

    ImageEmbedding embedding = encoding.embeddings().get(0);
    assertThat(embedding.rows()).isEqualTo(3);
    assertThat(embedding.columns()).isEqualTo(5);
    assertThat(embedding.tokens()).isEqualTo(15);
  }

  @Test
  void aSizeThatCutsAnEmbeddingIsRefused() {
    PixelSize cut = new PixelSize(5 * tokenSide() + 1, 3 * tokenSide());

    assertThatThrownBy(() -> encoder.encode(noise(61, 47, 1), cut))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(cut.toString());
  }

  @Test
  void aSizeBeyondMemoryIsRefused() {
    PixelSize vast = new PixelSize(tokenSide() * 100_000, tokenSide() * 100_000);

    assertThatThrownBy(() -> encoder.encode(noise(61, 47, 1), vast))
        .isInstanceOf(BadInputException.class);
  }

  @Test
  void noPictureIsRefused() {
    assertThatThrownBy(() -> encoder.encode(List.of(), ImageRoute.EDITING))
        .isInstanceOf(BadInputException.class);
  }

  @Test
  void transparencyCountsForUnderstandingOnly() {
    Image opaque = noise(90, 90, 1);
    byte[] faint = new byte[4 * 90 * 90];
    for (int p = 0; p < 90 * 90; p++) {
      System.arraycopy(opaque.pixels(), 3 * p, faint, 4 * p, 3);
      faint[4 * p + 3] = 40;
    }
    List<Image> both = List.of(opaque, new Image(90, 90, Channels.RGBA, faint));

    VisionEncoding editing = encoder.encode(both, ImageRoute.EDITING);
    VisionEncoding understanding = encoder.encode(both, ImageRoute.UNDERSTANDING);

    assertThat(values(editing, 0)).isEqualTo(values(editing, 1));
    assertThat(values(understanding, 0)).isNotEqualTo(values(understanding, 1));
  }

  @Test
  void threadsMayShareIt() {
    List<Image> images = IntStream.range(0, 4).mapToObj(i -> noise(90 + 30 * i, 60, i)).toList();
    List<VisionEncoding> expected =
        images.stream().map(image -> encoder.encode(List.of(image), ImageRoute.EDITING)).toList();

    List<CompletableFuture<VisionEncoding>> running =
        images.stream()
            .map(
                image ->
                    CompletableFuture.supplyAsync(
                        () -> encoder.encode(List.of(image), ImageRoute.EDITING)))
            .toList();

    for (int i = 0; i < images.size(); i++) {
      assertThat(values(running.get(i).join(), 0)).isEqualTo(values(expected.get(i), 0));
    }
  }

  private int width() {
    int side = tokenSide();
    return encoder.encode(noise(9, 9, 1), new PixelSize(side, side)).embeddings().get(0).width();
  }

  private static float[] values(VisionEncoding encoding, int image) {
    return encoding.embeddings().get(image).values().floats();
  }

  private static Image noise(int width, int height, int seed) {
    byte[] pixels = new byte[3 * width * height];
    new Random(seed).nextBytes(pixels);
    return new Image(width, height, Channels.RGB, pixels);
  }
}
