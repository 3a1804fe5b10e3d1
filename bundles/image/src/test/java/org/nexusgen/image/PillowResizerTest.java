package org.nexusgen.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.image.ImageFiles;
import org.nexusgen.api.image.ImageResizer;
import org.nexusgen.api.image.ImageResizer.Filter;
import org.nexusgen.golden.Golden;

@DisplayName("The resizer")
class PillowResizerTest {
  private final ImageResizer resizer = new PillowResizer();
  private final ImageFiles files = new JavaImageFiles();

  @ParameterizedTest
  @CsvSource({
    "grad, bound, 224, 168, BICUBIC",
    "shapes, bound, 588, 420, BICUBIC",
    "noise, bound, 84, 84, BICUBIC",
    "textlike, bound, 140, 224, BICUBIC",
    "wide, bound, 1008, 112, BICUBIC",
    "tiny, bound, 56, 84, BICUBIC",
    "half, bound, 112, 56, BICUBIC",
    "alpha, bound, 140, 112, BICUBIC",
    "gray, bound, 112, 196, BICUBIC",
    "grad, edit504, 504, 504, BILINEAR",
    "alpha, edit504, 504, 504, BILINEAR",
    "half, edit504, 504, 504, BILINEAR",
    "grad, train252, 252, 252, BICUBIC",
    "alpha, train252, 252, 252, BICUBIC",
    "half, train252, 252, 252, BICUBIC",
  })
  @DisplayName("gives the reference's bytes")
  void givesTheReferencesBytes(String name, String kind, int width, int height, Filter filter) {
    Image source = golden("images/" + name + ".png").dropAlpha();

    Image resized = resizer.resize(source, width, height, filter);

    assertSame(resized, golden("preprocess/%s.%s.png".formatted(name, kind)));
  }

  @Test
  @DisplayName("composites over white, then resizes, as the understanding route does")
  void compositesOverWhiteThenResizes() {
    Image white = resizer.overWhite(golden("images/alpha.png"));

    assertSame(resizer.resize(white, 140, 112, Filter.BICUBIC), golden("preprocess/alpha.und.png"));
  }

  @Test
  @DisplayName("resizes twice as the understanding route does with large pictures")
  void resizesTwice() {
    Image once = resizer.resize(golden("images/shapes.png"), 700, 532, Filter.BICUBIC);

    assertSame(resizer.resize(once, 560, 420, Filter.BICUBIC), golden("preprocess/shapes.und.png"));
  }

  @ParameterizedTest
  @CsvSource({
    "alpha, BICUBIC, 47, 33",
    "alpha, BICUBIC, 9, 7",
    "alpha, BICUBIC, 31, 5",
    "alpha, BICUBIC, 62, 19",
    "alpha, BICUBIC, 1, 1",
    "alpha, BILINEAR, 47, 33",
    "alpha, BILINEAR, 9, 7",
    "alpha, BILINEAR, 31, 5",
    "alpha, BILINEAR, 62, 19",
    "alpha, BILINEAR, 1, 1",
    "long, BICUBIC, 28, 28",
    "long, BILINEAR, 700, 1",
  })
  @DisplayName("gives Pillow's bytes for transparent and odd pictures")
  void givesPillowsBytes(String name, Filter filter, int width, int height) {
    Image resized = resizer.resize(Pillow.picture(name + ".png"), width, height, filter);

    String expected =
        "%s.%s.%dx%d.png".formatted(name, filter, width, height).toLowerCase(Locale.ROOT);
    assertSame(resized, Pillow.picture(expected));
  }

  @Test
  @DisplayName("composites over white as Pillow's paste does")
  void compositesAsPillow() {
    assertSame(resizer.overWhite(Pillow.picture("alpha.png")), Pillow.picture("alpha.white.png"));
  }

  @Test
  @DisplayName("gives the same object back at the same size")
  void sameSizeIsTheSameObject() {
    Image image = Pillow.picture("alpha.png");

    assertThat(resizer.resize(image, 31, 19, Filter.BICUBIC)).isSameAs(image);
  }

  @Test
  @DisplayName("refuses sizes that are empty or do not fit memory")
  void refusesImpossibleSizes() {
    Image image = Pillow.picture("long.png");

    assertThatThrownBy(() -> resizer.resize(image, 0, 5, Filter.BILINEAR))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("0x5");
    assertThatThrownBy(() -> resizer.resize(image, 400, 2_000_000_000, Filter.BILINEAR))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("2000000000");
  }

  private Image golden(String path) {
    return files.read(Golden.path("ar/" + path));
  }

  private static void assertSame(Image actual, Image expected) {
    assertThat(actual.width()).isEqualTo(expected.width());
    assertThat(actual.height()).isEqualTo(expected.height());
    assertThat(actual.channels()).isEqualTo(expected.channels());
    assertThat(actual.pixels()).isEqualTo(expected.pixels());
  }
}
