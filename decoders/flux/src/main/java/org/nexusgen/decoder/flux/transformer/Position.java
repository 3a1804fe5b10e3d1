package org.nexusgen.decoder.flux.transformer;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.nexusgen.api.decode.Conditioning.TokenGroup;

/**
 * Where a token lies, in the three axes that FLUX's rotary embedding knows: which picture, row and
 * column on the patch grid. Context tokens may lie between patches.
 */
public record Position(float picture, float row, float column) {
  private static final Position ORIGIN = new Position(0, 0, 0);

  /** The patches of the latents, row-major. */
  public static List<Position> ofPatches(PatchGrid grid) {
    List<Position> positions = new ArrayList<>(grid.tokens());
    for (int row = 0; row < grid.rows(); row++) {
      for (int column = 0; column < grid.columns(); column++) {
        positions.add(new Position(0, row, column));
      }
    }
    return positions;
  }

  /**
   * Context tokens: positioned groups are spread over the patch grid (Nexus-Gen, {@code
   * get_editing_position_ids}: row times latent height over twice the rows), others lie at the
   * origin.
   */
  public static List<Position> ofContext(List<TokenGroup> groups, PatchGrid grid) {
    List<Position> positions = new ArrayList<>();
    for (int g = 0; g < groups.size(); g++) {
      TokenGroup group = groups.get(g);
      positions.addAll(group.positioned() ? spread(group, g, grid) : origins(group));
    }
    return positions;
  }

  /** The context's tokens, then the patches: the order in which the transformer has them. */
  public static List<Position> ofAll(List<Position> context, PatchGrid grid) {
    List<Position> positions = new ArrayList<>(context);
    positions.addAll(ofPatches(grid));
    return positions;
  }

  /** As many tokens without a place, as text has them. */
  public static List<Position> ofText(int tokens) {
    return origins(new TokenGroup(1, tokens, false));
  }

  private static List<Position> spread(TokenGroup group, int picture, PatchGrid grid) {
    // One rounding for the step and one for the product, as the reference's float32 tensors have.
    float rowStep = (float) ((double) grid.rows() / group.rows());
    float columnStep = (float) ((double) grid.columns() / group.columns());
    List<Position> positions = new ArrayList<>();
    for (int row = 0; row < group.rows(); row++) {
      for (int column = 0; column < group.columns(); column++) {
        positions.add(new Position(picture, row * rowStep, column * columnStep));
      }
    }
    return positions;
  }

  private static List<Position> origins(TokenGroup group) {
    return Collections.nCopies(group.rows() * group.columns(), ORIGIN);
  }
}
