package org.nexusgen.training.autoencoder;

import java.util.Arrays;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.api.tensor.Tensor;

/**
 * How much each pixel counts: more near edges, where a picture of flat shapes is wrong first.
 *
 * @param nearEdges weight of pixels near an edge; others have 1
 * @param reach how many pixels away from an edge is near
 * @param step from which a difference between neighbours is an edge, on the scale -1 to 1: above
 *     gradients, below the outlines of shapes
 */
public record EdgeWeights(double nearEdges, int reach, double step) {
  public EdgeWeights {
    if (!(nearEdges > 0 && reach >= 0 && step > 0)) {
      throw new BadInputException(
          "edge weights: got weight %s, reach %d, step %s; wants above 0, 0 or more, above 0"
              .formatted(nearEdges, reach, step));
    }
  }

  /**
   * @param pixels F32 [pictures, 3, height, width]
   * @return F32 [pictures, 1, height, width]
   */
  public Tensor of(Tensor pixels) {
    Shape shape = pixels.shape();
    int pictures = shape.size(0);
    int channels = shape.size(1);
    int height = shape.size(2);
    int width = shape.size(3);
    float[] values = pixels.floats();
    float[] weights = new float[pictures * height * width];
    for (int picture = 0; picture < pictures; picture++) {
      boolean[] edges = new boolean[height * width];
      for (int channel = 0; channel < channels; channel++) {
        mark(values, (picture * channels + channel) * height * width, width, edges);
      }
      boolean[] near = spread(edges, height, width);
      for (int i = 0; i < near.length; i++) {
        weights[picture * near.length + i] = near[i] ? (float) nearEdges : 1;
      }
    }
    return Tensor.of(weights, pictures, 1, height, width);
  }

  /** Both pixels of a step are on the edge. */
  private void mark(float[] plane, int from, int width, boolean[] edges) {
    for (int i = 0; i < edges.length; i++) {
      boolean hasRight = (i + 1) % width != 0;
      boolean hasBelow = i + width < edges.length;
      if (hasRight && Math.abs(plane[from + i] - plane[from + i + 1]) > step) {
        edges[i] = true;
        edges[i + 1] = true;
      }
      if (hasBelow && Math.abs(plane[from + i] - plane[from + i + width]) > step) {
        edges[i] = true;
        edges[i + width] = true;
      }
    }
  }

  /** Everything within reach of an edge, rows and columns counted alike. */
  private boolean[] spread(boolean[] edges, int height, int width) {
    boolean[] near = new boolean[edges.length];
    for (int i = 0; i < edges.length; i++) {
      if (edges[i]) {
        int row = i / width;
        int column = i % width;
        for (int r = Math.max(0, row - reach); r <= Math.min(height - 1, row + reach); r++) {
          int left = Math.max(0, column - reach);
          int right = Math.min(width - 1, column + reach);
          Arrays.fill(near, r * width + left, r * width + right + 1, true);
        }
      }
    }
    return near;
  }
}
