package org.nexusgen.api.train;

import java.nio.file.Path;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** Draws curves. A service. */
@ProviderType
public interface CurvePlot {
  /**
   * Writes a picture of some curves, whole or not at all.
   *
   * @param png the file
   * @param curves at least one, each with a point at least
   * @throws org.nexusgen.api.NexusGenException if it cannot be written
   */
  void write(Path png, Axes axes, List<Curve> curves);

  /**
   * What stands around the curves.
   *
   * @param title above
   * @param x name of the horizontal axis
   * @param y name of the vertical axis
   */
  record Axes(String title, String x, String y) {}

  /**
   * A curve.
   *
   * @param name of it
   * @param x of its points
   * @param y of its points
   */
  record Curve(String name, List<Double> x, List<Double> y) {
    public Curve {
      x = List.copyOf(x);
      y = List.copyOf(y);
      TrainingSettings.check(!x.isEmpty() && x.size() == y.size(), "curve", name, "x and y alike");
    }
  }
}
