package org.nexusgen.engine.pytorch.script;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.nexusgen.api.tensor.Shape;

/**
 * Weights side by side in one vector, so that clipping, the optimizer and the average are a few
 * operators in all, not a few for each weight. The ones that decay come first.
 *
 * @param pieces in order, without gaps but for padding
 * @param decayed length of the part with weights that decay
 * @param length of all, a multiple of {@link #ROW}
 */
public record FlatWeights(List<Piece> pieces, long decayed, long length) {
  /** Vectors are read in rows of this length where sums are formed. */
  public static final int ROW = 1024;

  /** Every weight begins at a whole cache line. */
  private static final int LINE = 16;

  public FlatWeights {
    pieces = List.copyOf(pieces);
  }

  /**
   * One weight.
   *
   * @param offset of its first element
   */
  public record Piece(String name, Shape shape, long offset) {
    public long elements() {
      return shape.elements();
    }
  }

  /** A weight before it has its place. */
  public record Entry(String name, Shape shape) {}

  public static FlatWeights of(List<Entry> entries, Set<String> undecayed) {
    List<Piece> pieces = new ArrayList<>();
    long offset = 0;
    long decayed = 0;
    for (boolean decays : new boolean[] {true, false}) {
      for (Entry entry : entries) {
        if (undecayed.contains(entry.name()) != decays) {
          pieces.add(new Piece(entry.name(), entry.shape(), offset));
          offset = roundedUp(offset + entry.shape().elements(), LINE);
        }
      }
      decayed = decays ? offset : decayed;
    }
    return new FlatWeights(pieces, decayed, roundedUp(offset, ROW));
  }

  private static long roundedUp(long value, int multiple) {
    return (value + multiple - 1) / multiple * multiple;
  }

  /** Binds each weight to its part of a vector; one split, whose gradient is one concatenation. */
  void bind(GraphScript script, String vector) {
    List<Long> sizes = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < pieces.size(); i++) {
      Piece piece = pieces.get(i);
      long end = i + 1 < pieces.size() ? pieces.get(i + 1).offset() : length;
      places.add(sizes.size());
      sizes.add(piece.elements());
      long padding = end - piece.offset() - piece.elements();
      if (padding > 0) {
        sizes.add(padding);
      }
    }
    String parts = script.let("torch.split_with_sizes(" + vector + ", " + sizes + ")");
    for (int i = 0; i < pieces.size(); i++) {
      String shape =
          NodeScript.ints(Arrays.stream(pieces.get(i).shape().toArray()).boxed().toList());
      script.bind(
          pieces.get(i).name(), "torch.view(" + parts + "[" + places.get(i) + "], " + shape + ")");
    }
  }
}
