package {{package}};

import java.util.List;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.decode.Conditioning;
import org.nexusgen.api.decode.Conditioning.TokenGroup;
import org.nexusgen.api.decode.Projector;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.vision.ImageEmbedding;

/**
 * Hands each embedding on as a token, stronger or weaker. It stands where your network goes, which
 * gives tokens of the width that the decoder wants.
 */
final class {{type}}Projector implements Projector {
  private final int width;
  private final float gain;

  {{type}}Projector(int width, float gain) {
    this.width = width;
    this.gain = gain;
  }

  @Override
  public Conditioning project(ImageEmbedding target, List<ImageEmbedding> references) {
    if (!references.isEmpty()) {
      throw new BadInputException(
          "{{name}}: got %d reference pictures, wants none".formatted(references.size()));
    }
    if (target.width() != width) {
      throw new BadInputException(
          "{{name}}: got embeddings of width %d, wants %d".formatted(target.width(), width));
    }
    float[] tokens = target.values().floats().clone();
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] *= gain;
    }
    return new Conditioning(
        Tensor.of(tokens, 1, target.tokens(), width),
        List.of(new TokenGroup(target.rows(), target.columns(), true)));
  }

  @Override
  public void close() {
    // nothing is open
  }
}
