package {{package}};

import java.util.Optional;
import java.util.Random;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.text.TextConditioning;
import org.nexusgen.api.text.TextEncoder;

/**
 * Gives each word a vector of its own that means nothing. It stands where your networks go: shapes
 * are those that FLUX wants.
 */
final class {{type}}TextEncoder implements TextEncoder {
  private final int pooledWidth;
  private final int tokenWidth;
  private final int tokens;

  {{type}}TextEncoder(int pooledWidth, int tokenWidth, int tokens) {
    this.pooledWidth = pooledWidth;
    this.tokenWidth = tokenWidth;
    this.tokens = tokens;
  }

  @Override
  public TextConditioning encode(String prompt) {
    String[] words = prompt.strip().split("\\s+");
    float[] values = new float[tokens * tokenWidth];
    for (int i = 0; i < Math.min(words.length, tokens); i++) {
      System.arraycopy(vector(words[i], tokenWidth), 0, values, i * tokenWidth, tokenWidth);
    }
    return new TextConditioning(
        pooled(prompt), Optional.of(Tensor.of(values, 1, tokens, tokenWidth)));
  }

  @Override
  public Tensor pooled(String prompt) {
    return Tensor.of(vector(prompt, pooledWidth), 1, pooledWidth);
  }

  /** The same for the same text, everywhere. */
  private static float[] vector(String text, int width) {
    Random random = new Random(text.hashCode());
    float[] vector = new float[width];
    for (int i = 0; i < width; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return vector;
  }

  @Override
  public void close() {
    // nothing is open
  }
}
