package org.nexusgen.backbone.qwen;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.text.Prompt;
import org.nexusgen.api.vision.ImageEmbedding;

/**
 * Positions of a prompt's tokens, as Qwen2.5-VL's {@code get_rope_index} counts them: text advances
 * all axes by one; the tokens of an image share one time and are spread over height and width; what
 * follows an image starts after the largest position so far.
 *
 * <p>Unlike the reference, a prompt that holds an image may end in {@code vision_start}.
 */
final class RopeIndex {
  /** What the reference gives to padding. */
  static final Position PADDING = Position.text(1);

  /** Rows and columns of an image's tokens. */
  record TokenGrid(int rows, int columns) {
    static TokenGrid of(ImageEmbedding image) {
      return new TokenGrid(image.rows(), image.columns());
    }
  }

  private final int imagePad;
  private final Iterator<TokenGrid> images;
  private final List<Position> positions = new ArrayList<>();
  private int next;

  private RopeIndex(int first, int imagePad, Iterator<TokenGrid> images) {
    this.next = first;
    this.imagePad = imagePad;
    this.images = images;
  }

  /** Positions of a prompt. */
  static List<Position> of(Prompt prompt, int imagePad) {
    boolean[] all = new boolean[prompt.ids().length];
    Arrays.fill(all, true);
    return of(prompt.ids(), all, imagePad, prompt.images().stream().map(TokenGrid::of).iterator());
  }

  /**
   * Positions of one sequence of a batch.
   *
   * @param ids tokens, padding included
   * @param attended which of them are not padding
   * @param images grids in the order of their placeholders; a batch shares one iterator
   * @throws BadInputException if a run of placeholders does not match its image
   */
  static List<Position> of(
      int[] ids, boolean[] attended, int imagePad, Iterator<TokenGrid> images) {
    return of(ids, attended, 0, imagePad, images);
  }

  /** The same behind {@code first} positions. */
  static List<Position> of(
      int[] ids, boolean[] attended, int first, int imagePad, Iterator<TokenGrid> images) {
    RopeIndex index = new RopeIndex(first, imagePad, images);
    int at = 0;
    while (at < ids.length) {
      if (!attended[at]) {
        index.positions.add(PADDING);
        at++;
      } else if (ids[at] == imagePad) {
        at = index.image(ids, attended, at);
      } else {
        index.positions.add(Position.text(index.next++));
        at++;
      }
    }
    return index.positions;
  }

  private int image(int[] ids, boolean[] attended, int start) {
    if (!images.hasNext()) {
      throw new BadInputException(
          "prompt has an image placeholder at token %d, and no picture for it".formatted(start));
    }
    TokenGrid grid = images.next();
    for (int row = 0; row < grid.rows(); row++) {
      for (int column = 0; column < grid.columns(); column++) {
        int at = start + row * grid.columns() + column;
        if (at >= ids.length || !attended[at] || ids[at] != imagePad) {
          throw new BadInputException(
              "prompt has %d image placeholders at token %d, its picture has %d x %d embeddings"
                  .formatted(at - start, start, grid.rows(), grid.columns()));
        }
        positions.add(Position.image(next, row, column));
      }
    }
    next += Math.max(grid.rows(), grid.columns());
    return start + grid.rows() * grid.columns();
  }

  /** As the reference's {@code position_ids}: I64 [3, 1, length]. */
  static Tensor tensor(List<Position> positions) {
    int length = positions.size();
    long[] values = new long[QwenBackboneConfig.ROPE_AXES * length];
    for (int i = 0; i < length; i++) {
      Position position = positions.get(i);
      values[i] = position.time();
      values[length + i] = position.height();
      values[2 * length + i] = position.width();
    }
    return Tensor.of(values, QwenBackboneConfig.ROPE_AXES, 1, length);
  }
}
