package org.nexusgen.plots;

import java.awt.BasicStroke;
import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.DoubleSummaryStatistics;
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
  private static final float[] DASHES = {6, 4};

  /** Values that differ by more than this factor are shown by their order of magnitude. */
  private static final double WIDE = 50;

  /** Colours that colour-blind people tell apart (Okabe and Ito 2008). */
  private static final Color[] COLOURS = {
    new Color(0, 114, 178), new Color(213, 94, 0), new Color(0, 158, 115), new Color(204, 121, 167),
    new Color(230, 159, 0), new Color(86, 180, 233), new Color(0, 0, 0), new Color(150, 150, 150)
  };

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
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setYAxisLogarithmic(isWide(curves));
    for (int i = 0; i < curves.size(); i++) {
      Curve curve = curves.get(i);
      XYSeries series = chart.addSeries(curve.name(), curve.x(), curve.y());
      series.setMarker(curve.x().size() > 1 ? SeriesMarkers.NONE : SeriesMarkers.CIRCLE);
      series.setLineStyle(stroke(i >= COLOURS.length));
      series.setLineColor(COLOURS[i % COLOURS.length]);
      series.setMarkerColor(COLOURS[i % COLOURS.length]);
    }
    save(chart, png);
  }

  /** More curves than colours: the rest are dashed. */
  private static BasicStroke stroke(boolean dashed) {
    return dashed
        ? new BasicStroke(LINE, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, DASHES, 0)
        : new BasicStroke(LINE);
  }

  private static boolean isWide(List<Curve> curves) {
    DoubleSummaryStatistics values =
        curves.stream()
            .flatMap(curve -> curve.y().stream())
            .mapToDouble(Double::doubleValue)
            .summaryStatistics();
    return values.getMin() > 0 && values.getMax() > WIDE * values.getMin();
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
