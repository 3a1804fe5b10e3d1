package org.nexusgen.graph.nn;

import static org.nexusgen.graph.Ops.reshape;
import static org.nexusgen.graph.Ops.transpose;

import org.nexusgen.api.graph.Dim;
import org.nexusgen.graph.Dims;
import org.nexusgen.graph.Value;

/** Regrouping of axes: heads of attention, patches of pictures. */
public final class ImageLayout {
  private ImageLayout() {}

  /** [B,S,H·D] → [B,H,S,D]. */
  public static Value splitHeads(Value x, int heads) {
    Value split = reshape(x, x.dim(0), x.dim(1), Dim.of(heads), Dim.of(x.size(2) / heads));
    return transpose(split, 0, 2, 1, 3);
  }

  /** [B,H,S,D] → [B,S,H·D]. */
  public static Value mergeHeads(Value x) {
    return reshape(transpose(x, 0, 2, 1, 3), x.dim(0), x.dim(2), Dim.of(x.size(1) * x.size(3)));
  }

  /** Channels first to rows of pixels: [B,C,H,W] → [B,H·W,C]. */
  public static Value toRows(Value x) {
    Value flat = reshape(x, x.dim(0), x.dim(1), Dims.times(x.dim(2), x.dim(3)));
    return transpose(flat, 0, 2, 1);
  }

  /** The inverse of {@link #toRows}: [B,H·W,C] → [B,C,H,W]. */
  public static Value toPicture(Value rows, Dim height, Dim width) {
    return reshape(transpose(rows, 0, 2, 1), rows.dim(0), rows.dim(2), height, width);
  }

  /**
   * Squares of size × size pixels as rows, in raster order: [B,C,size·h,size·w] → [B,h·w,C·size²],
   * each row in order channel, y, x.
   *
   * @param h rows of squares
   * @param w columns of squares
   */
  public static Value patchify(Value x, int size, Dim h, Dim w) {
    Dim side = Dim.of(size);
    Value grid = reshape(x, x.dim(0), x.dim(1), h, side, w, side); // (B, C, h, p, w, q)
    Value rows = transpose(grid, 0, 2, 4, 1, 3, 5); // (B, h, w, C, p, q)
    return reshape(rows, x.dim(0), Dims.times(h, w), Dims.times(x.dim(1), (long) size * size));
  }

  /** The inverse of {@link #patchify}: [B,h·w,C·size²] → [B,C,size·h,size·w]. */
  public static Value unpatchify(Value rows, int size, Dim h, Dim w) {
    Dim side = Dim.of(size);
    Dim channels = Dims.floorDivide(rows.dim(2), (long) size * size);
    Value grid = reshape(rows, rows.dim(0), h, w, channels, side, side); // (B, h, w, C, p, q)
    Value picture = transpose(grid, 0, 3, 1, 4, 2, 5); // (B, C, h, p, w, q)
    return reshape(picture, rows.dim(0), channels, Dims.times(h, size), Dims.times(w, size));
  }
}
