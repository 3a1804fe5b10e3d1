package org.nexusgen.plots;

import java.awt.BasicStroke;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.UUID;
import javax.imageio.ImageIO;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.train.CurvePlot;
import org.osgi.service.component.annotations.Component;

/** Draws with XChart; needs no screen. */
@Component(service = CurvePlot.class)
public final class ChartPlot implements CurvePlot {
  private static final int WIDTH = 960;
  private static final int HEIGHT = 600;
  private static final float LINE = 1.5f;

  /** Nothing to set up. */
  public ChartPlot() {}

  @Override
  public void write(Path png, Axes axes, List<Curve> curves) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(axes.title())
            .xAxisTitle(axes.x())
            .yAxisTitle(axes.y())
            .build();
    chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
    chart.getStyler().setLegendVisible(curves.size() > 1);
    for (Curve curve : curves) {
      XYSeries series = chart.addSeries(curve.name(), curve.x(), curve.y());
      series.setMarker(curve.x().size() > 1 ? SeriesMarkers.NONE : SeriesMarkers.CIRCLE);
      series.setLineStyle(new BasicStroke(LINE));
    }
    save(chart, png);
  }

  private static void save(XYChart chart, Path png) {
    Path unfinished = png.resolveSibling("." + png.getFileName() + "." + UUID.randomUUID());
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      ImageIO.write(BitmapEncoder.getBufferedImage(chart), "png", bytes);
      Files.createDirectories(png.toAbsolutePath().resolveSibling(""));
      Files.write(unfinished, bytes.toByteArray());
      Files.move(
          unfinished, png, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new NexusGenException("%s cannot be written: %s".formatted(png, e), e);
    }
  }
}
