package org.nexusgen.textencoders;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
  private static final String OFFLINE = "ai.djl.offline";
  private static final String FILE = "tokenizer_2/tokenizer.json";

  /** What older folders have alone: the same model in a form that is not read here. */
  private static final String SENTENCE_PIECE = "tokenizer_2/spiece.model";

  private static final Map<String, String> PLAIN =
      Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false");

  private T5Tokenizer() {}

  /**
   * Ids of a text, without the end.
   *
   * @throws BadInputException if the folder has no tokenizer, or it cannot be read
   */
  static int[] encode(ModelFolder model, String text) {
    Path file = model.file(FILE).orElseThrow(() -> missing(model));
    Set<Long> control = controlIds(model.requireConfig(FILE));
    // DJL reports its use over the net unless it is told to stay off it.
    if (System.getProperty(OFFLINE) == null) {
      System.setProperty(OFFLINE, "true");
    }
    // It looks for its native part through the thread's class loader, which may be anybody's.
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(HuggingFaceTokenizer.class.getClassLoader());
    try (HuggingFaceTokenizer tokenizer = HuggingFaceTokenizer.newInstance(file, PLAIN)) {
      return Arrays.stream(tokenizer.encode(wellFormed(text)).getIds())
          .filter(id -> !control.contains(id))
          .mapToInt(Math::toIntExact)
          .toArray();
    } catch (IOException | RuntimeException e) {
      throw new BadInputException(
          "cannot use T5's tokenizer %s: %s".formatted(file, e.getMessage()), e);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static BadInputException missing(ModelFolder model) {
    return model
        .file(SENTENCE_PIECE)
        .map(
            found ->
                new BadInputException(
                    ("T5's tokenizer is there as %s only, wants tokenizer.json beside it; copy it from"
                            + " FLUX.1-dev's tokenizer_2, make it with transformers"
                            + " (T5TokenizerFast.from_pretrained(DIR).save_pretrained(DIR)), or leave"
                            + " the negative prompt empty")
                        .formatted(found)))
        .orElseGet(() -> MissingTokenizer.of("T5", FILE, model));
  }

  /** Without halves of surrogate pairs, which have no UTF-8. */
  private static String wellFormed(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
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
    // Unknown words are no control token: they have this id in the reference, too.
    tokenizer
        .getTree("model")
        .filter(model -> model.has("unk_id"))
        .ifPresent(model -> ids.remove((long) model.requireInt("unk_id")));
    return ids;
  }
}
