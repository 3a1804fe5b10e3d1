package org.nexusgen.encoder.qwen;

import static org.nexusgen.graph.Ops.gather;
import static org.nexusgen.graph.Ops.reshape;

import org.nexusgen.graph.Dims;
import org.nexusgen.graph.Value;

/** W segments of S patches each: a patch sees its own segment at most. */
sealed interface Segments {
  /** Patches [P,C] at their places [W,S,C]. */
  Value enter(Value patches);

  /** The inverse of {@link #enter}. */
  Value leave(Value places);

  /** Rotary cosines [W,S,D/2]. */
  Value cos();

  /** Rotary sines [W,S,D/2]. */
  Value sin();

  /** True [W,1,S,S] where a place may look; none if everywhere. */
  Value mask();

  /** Segments of equal length, one behind the other: whole images, or windows of one size. */
  record Equal(Value cos, Value sin) implements Segments {
    @Override
    public Value enter(Value patches) {
      return reshape(patches, cos.dim(0), cos.dim(1), patches.dim(1));
    }

    @Override
    public Value leave(Value places) {
      return reshape(places, Dims.times(places.dim(0), places.dim(1)), places.dim(2));
    }

    @Override
    public Value mask() {
      return cos.builder().none();
    }
  }

  /**
   * Windows in bins of the size of the largest: see {@link WindowPacking}. A segment is a bin, and
   * the mask keeps a bin's windows apart.
   *
   * @param slots patch at each place [W,S]; any patch where there is none
   * @param home place of each patch [P], counted through all bins
   */
  record Windows(Value cos, Value sin, Value mask, Value slots, Value home) implements Segments {
    @Override
    public Value enter(Value patches) {
      return gather(patches, slots, 0);
    }

    @Override
    public Value leave(Value places) {
      Value rows = reshape(places, Dims.times(places.dim(0), places.dim(1)), places.dim(2));
      return gather(rows, home, 0);
    }
  }
}
