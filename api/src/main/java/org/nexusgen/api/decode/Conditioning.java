package org.nexusgen.api.decode;

import java.util.List;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.tensor.Tensor;

/**
 * What a projector gives to a vision decoder: context tokens, and where each group of them lies on
 * the picture. A decoder spreads a positioned group over its own latent grid: token (r,c) of group
 * g gets the rotary position (g, r * latentRows / rows, c * latentColumns / columns), latent rows
 * and columns counted in patches.
 *
 * @param tokens F32 [1,m,c]
 * @param groups in token order; their sizes sum to m
 */
public record Conditioning(Tensor tokens, List<TokenGroup> groups) {
  /**
   * A rectangle of context tokens, row-major.
   *
   * @param rows of tokens
   * @param columns of tokens
   * @param positioned whether positions are spread; if not, they are all zero
   */
  public record TokenGroup(int rows, int columns, boolean positioned) {}

  public Conditioning {
    groups = List.copyOf(groups);
    int sum = groups.stream().mapToInt(group -> group.rows() * group.columns()).sum();
    if (tokens.shape().rank() != 3 || tokens.shape().dim(1) != sum) {
      throw new BadInputException(
          "conditioning: got shape %s for %d grouped tokens, wants [1,%d,c]"
              .formatted(tokens.shape(), sum, sum));
    }
  }
}
