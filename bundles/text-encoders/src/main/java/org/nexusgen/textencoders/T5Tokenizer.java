package org.nexusgen.textencoders;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.weights.ConfigTree;
import org.nexusgen.api.weights.ModelFolder;

/**
 * T5's SentencePiece tokenizer from {@code tokenizer_2/tokenizer.json}. A prompt that spells a
 * control token such as {@code </s>} does not get it: such ids are left out.
 */
final class T5Tokenizer {
  private static final String FILE = "tokenizer_2/tokenizer.json";
  private static final Map<String, String> PLAIN =
      Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false");

  private T5Tokenizer() {}

  /**
   * Ids of a text, without the end.
   *
   * @throws BadInputException if the folder has no tokenizer, or it cannot be read
   */
  static int[] encode(ModelFolder model, String text) {
    Path file = model.file(FILE).orElseThrow(() -> MissingTokenizer.of("T5", FILE, model));
    Set<Long> control = controlIds(model.requireConfig(FILE));
    try (HuggingFaceTokenizer tokenizer = HuggingFaceTokenizer.newInstance(file, PLAIN)) {
      return Arrays.stream(tokenizer.encode(text).getIds())
          .filter(id -> !control.contains(id))
          .mapToInt(Math::toIntExact)
          .toArray();
    } catch (IOException | RuntimeException e) {
      throw new BadInputException(
          "cannot use T5's tokenizer %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static Set<Long> controlIds(ConfigTree tokenizer) {
    Set<Long> ids = new HashSet<>();
    if (tokenizer.values().get("added_tokens") instanceof List<?> tokens) {
      for (Object token : tokens) {
        if (token instanceof Map<?, ?> fields && fields.get("id") instanceof Number id) {
          ids.add(id.longValue());
        }
      }
    }
    return ids;
  }
}
