package org.nexusgen.decoder.flux.transformer;

import java.util.List;
import org.nexusgen.api.tensor.Tensor;

/**
 * Cosines and sines by which the rotary embedding turns pairs of a head's dims.
 *
 * @param cos F32 [1,S,headDim/2]
 * @param sin F32 [1,S,headDim/2]
 */
public record RopeTables(Tensor cos, Tensor sin) {
  /** Base of the angles' geometric series (Black Forest Labs, flux/util.py). */
  private static final double THETA = 10_000;

  /**
   * Tables for tokens at positions: the pairs of axis 0 first, then 1, then 2. Angles are float64
   * as in DiffSynth, results float32.
   */
  public static RopeTables of(List<Position> positions, FluxConfig config) {
    int pairs = config.headDim() / 2;
    float[] cos = new float[positions.size() * pairs];
    float[] sin = new float[positions.size() * pairs];
    double[][] rates =
        config.axesDimsRope().stream().map(RopeTables::rates).toArray(double[][]::new);
    int i = 0;
    for (Position position : positions) {
      float[] place = {position.picture(), position.row(), position.column()};
      for (int axis = 0; axis < place.length; axis++) {
        for (double rate : rates[axis]) {
          double angle = place[axis] * rate;
          cos[i] = (float) Math.cos(angle);
          sin[i] = (float) Math.sin(angle);
          i++;
        }
      }
    }
    return new RopeTables(
        Tensor.of(cos, 1, positions.size(), pairs), Tensor.of(sin, 1, positions.size(), pairs));
  }

  private static double[] rates(int dims) {
    double[] rates = new double[dims / 2];
    for (int i = 0; i < rates.length; i++) {
      rates[i] = 1 / Math.pow(THETA, 2.0 * i / dims);
    }
    return rates;
  }
}
