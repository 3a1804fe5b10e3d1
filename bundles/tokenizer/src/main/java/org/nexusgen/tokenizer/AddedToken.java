package org.nexusgen.tokenizer;

import java.util.Map;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.weights.ConfigTree;

/**
 * A token that is cut out of a text before the vocabulary is asked.
 *
 * @param content its text
 * @param leftStrip whether white space before it belongs to it
 * @param rightStrip whether white space after it belongs to it
 * @param normalized whether it is looked for in the normalized text
 * @param special whether decoding may leave it out
 */
record AddedToken(
    int id,
    String content,
    boolean leftStrip,
    boolean rightStrip,
    boolean normalized,
    boolean special) {
  /** An entry of tokenizer.json's added_tokens, or of tokenizer_config.json's decoder table. */
  static AddedToken of(int id, Map<String, ?> values, String where) {
    ConfigTree tree = new ConfigTree(where, values);
    String content = tree.requireString("content");
    if (id < 0 || content.isEmpty()) {
      throw new BadInputException(
          "%s: added token %d '%s', wants an id of 0 or more and a text"
              .formatted(where, id, content));
    }
    return new AddedToken(
        id,
        content,
        tree.getBoolean("lstrip", false),
        tree.getBoolean("rstrip", false),
        tree.getBoolean("normalized", false),
        tree.getBoolean("special", false));
  }

  /**
   * Whether it steers the model, so that users must not be able to write it. White space, which
   * word-level tokenizers add to keep line ends, does not.
   */
  boolean steers() {
    return !content.isBlank();
  }
}
