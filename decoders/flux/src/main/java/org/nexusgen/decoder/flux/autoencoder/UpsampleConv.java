package org.nexusgen.decoder.flux.autoencoder;

import static org.nexusgen.graph.Ops.concat;
import static org.nexusgen.graph.Ops.conv2d;
import static org.nexusgen.graph.Ops.matmul;
import static org.nexusgen.graph.Ops.reshape;
import static org.nexusgen.graph.Ops.slice;
import static org.nexusgen.graph.Ops.transpose;

import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.graph.Dims;
import org.nexusgen.graph.Value;
import org.nexusgen.graph.nn.Layer;
import org.nexusgen.graph.nn.Scope;

/**
 * Each pixel twice in both directions, then a 3x3 convolution: (B, C, h, w) to (B, C, 2h, 2w).
 *
 * <p>Computed on the small picture with 4/9 of the multiplications: a 3x3 window over doubled
 * pixels sees only 2x2 different ones, so the rows and columns of each parity ("phase") are a 2x2
 * convolution, its kernel sums of the given one (Shi et al. 2016, "Is the deconvolution layer the
 * same as a convolutional layer?"). Kernels depend on weights alone: engines fold them once.
 */
record UpsampleConv(Scope scope, int channels) implements Layer {
  private static final int PHASES = 2;

  /**
   * Which of the three given taps fall on the two pixels that output rows 2i - 1 and 2i look at:
   * for each row, then for each pixel, the sum of taps.
   */
  private static final float[] TAPS = {
    1, 1, 0, // row 2i - 1, pixel i - 1
    0, 0, 1, // row 2i - 1, pixel i
    1, 0, 0, // row 2i, pixel i - 1
    0, 1, 1 // row 2i, pixel i
  };

  @Override
  public Value apply(Value x) {
    long[] oneAround = {1, 1, 1, 1};
    Value windows = conv2d(x, kernels(), biases(), 1, 1, oneAround); // (B, 4C, h + 1, w + 1)
    Value woven = weave(windows); // (B, C, 2h + 2, 2w + 2)
    return slice(slice(woven, 2, 1, -1), 3, 1, -1);
  }

  /** (4C, C, 2, 2): for each channel the four phases. */
  private Value kernels() {
    Value given = scope.weight("weight", channels, channels, 3, 3);
    Value taps = scope.builder().constant(Tensor.of(TAPS, 4, 3));
    Value sums = matmul(matmul(taps, given), transpose(taps, 1, 0)); // (C, C, 4, 4)
    Value split = reshape(sums, channels, channels, 2, 2, 2, 2); // phase, pixel of rows, of columns
    return reshape(transpose(split, 0, 2, 4, 1, 3, 5), 4L * channels, channels, 2, 2);
  }

  /** (4C): each channel's for all its phases. */
  private Value biases() {
    Value column = reshape(scope.weight("bias", channels), channels, 1);
    return reshape(concat(1, column, column, column, column), -1);
  }

  /** Phases side by side, columns first: two plain moves are faster than one shuffle. */
  private Value weave(Value windows) {
    Dim batch = windows.dim(0);
    Dim two = Dim.of(PHASES);
    Dim width = Dim.of(channels);
    Dim rows = windows.dim(2);
    Dim columns = windows.dim(3);
    Value phases = reshape(windows, batch, width, two, two, rows, columns);
    Value wide =
        reshape(
            transpose(phases, 0, 1, 2, 4, 5, 3), batch, width, two, rows, Dims.times(columns, 2));
    return reshape(
        transpose(wide, 0, 1, 3, 2, 4), batch, width, Dims.times(rows, 2), Dims.times(columns, 2));
  }
}
