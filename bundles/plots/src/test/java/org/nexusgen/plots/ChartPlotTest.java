package org.nexusgen.plots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.train.CurvePlot.Axes;
import org.nexusgen.api.train.CurvePlot.Curve;

@DisplayName("A plot of curves")
class ChartPlotTest {
  private static final Axes AXES = new Axes("loss", "step", "loss");

  @TempDir private Path folder;

  @Test
  @DisplayName("is a picture with as many colours as curves at least, and needs no screen")
  void picture() throws IOException {
    Path png = folder.resolve("plots/loss.png");
    new ChartPlot()
        .write(
            png,
            AXES,
            List.of(
                new Curve("training", List.of(1.0, 2.0, 3.0), List.of(3.0, 2.0, 1.0)),
                new Curve("held out", List.of(2.0), List.of(2.5))));
    BufferedImage image = ImageIO.read(png.toFile());
    assertThat(image.getWidth()).isGreaterThan(600);
    long colourful = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        Color colour = new Color(image.getRGB(x, y));
        boolean gray =
            Math.abs(colour.getRed() - colour.getBlue()) < 40
                && Math.abs(colour.getGreen() - colour.getBlue()) < 40;
        colourful += gray ? 0 : 1;
      }
    }
    assertThat(colourful).isGreaterThan(200);
    assertThat(folder.resolve("plots").toFile().list()).containsExactly("loss.png");
  }

  @Test
  @DisplayName("is drawn for values of any sign and size, and for more curves than colours")
  void anyValues() {
    for (double factor : new double[] {1, 0, -1, 1e-6}) {
      Path png = folder.resolve("plot" + factor + ".png");
      List<Curve> curves =
          IntStream.range(0, 10)
              .mapToObj(
                  i -> new Curve("curve " + i, List.of(1.0, 2.0), List.of(factor * i, 1.0 + i)))
              .toList();
      new ChartPlot().write(png, AXES, curves);
      assertThat(png).isNotEmptyFile();
    }
  }

  @Test
  @DisplayName("that cannot be written says where")
  void nowhere() throws IOException {
    Path file = folder.resolve("file");
    java.nio.file.Files.writeString(file, "no folder");
    assertThatThrownBy(
            () ->
                new ChartPlot()
                    .write(
                        file.resolve("a.png"),
                        AXES,
                        List.of(new Curve("a", List.of(1.0), List.of(1.0)))))
        .isInstanceOf(NexusGenException.class)
        .hasMessageContaining("a.png");
  }
}
