package org.nexusgen.decoder.flux.tiling;

/** Planes that are put together from overlapping tiles: weighted sums, divided by the weights. */
public final class Mosaic {
  private final int channels;
  private final int height;
  private final int width;
  private final Ramp ramp;
  private final float[] sums;
  private final float[] weights;

  /** An empty mosaic of planes [channels, height, width]. */
  public Mosaic(int channels, int height, int width, Ramp ramp) {
    this.channels = channels;
    this.height = height;
    this.width = width;
    this.ramp = ramp;
    this.sums = new float[Math.toIntExact((long) channels * height * width)];
    this.weights = new float[height * width];
  }

  /**
   * Adds a tile.
   *
   * @param values [channels, tile height, tile width]
   */
  public void add(Tile tile, float[] values) {
    for (int row = 0; row < tile.height(); row++) {
      for (int column = 0; column < tile.width(); column++) {
        float weight = ramp.weight(tile, row, column);
        int cell = (tile.top() + row) * width + tile.left() + column;
        weights[cell] += weight;
        for (int c = 0; c < channels; c++) {
          sums[c * height * width + cell] +=
              values[(c * tile.height() + row) * tile.width() + column] * weight;
        }
      }
    }
  }

  /** The planes, once tiles cover every cell. */
  public float[] blend() {
    float[] planes = new float[sums.length];
    for (int i = 0; i < planes.length; i++) {
      planes[i] = sums[i] / weights[i % weights.length];
    }
    return planes;
  }
}
