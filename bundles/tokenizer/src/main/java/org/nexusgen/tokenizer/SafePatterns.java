package org.nexusgen.tokenizer;

import java.util.Set;
import org.nexusgen.api.BadInputException;

/**
 * Which split patterns the native regex engine may run. It backtracks, and it ends the process when
 * a match takes too many retries, so a pattern is either one of the well-known ones or plain: each
 * alternative has at most one repetition, and no group is repeated.
 */
final class SafePatterns {
  /** Longest pattern that is looked at; the well-known ones have about 120 characters. */
  private static final int MAX_LENGTH = 512;

  /** Split patterns of GPT-2, of GPT-4 and Llama 3, of Qwen 2 and of its successor. */
  private static final Set<String> KNOWN =
      Set.of(
          "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
          "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}"
              + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
          TokenizerWriter.QWEN_SPLIT,
          "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?[\\p{L}\\p{M}]+|\\p{N}"
              + "| ?[^\\s\\p{L}\\p{M}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+");

  private SafePatterns() {}

  static void check(String regex, String where) {
    if (!KNOWN.contains(regex) && !plain(regex)) {
      throw new BadInputException(
          "%s: split pattern '%s' is not supported: it could take unbounded time"
              .formatted(where, regex.length() > 60 ? regex.substring(0, 60) + "…" : regex));
    }
  }

  private static boolean plain(String regex) {
    if (regex.isEmpty() || regex.length() > MAX_LENGTH) {
      return false;
    }
    int repetitions = 0;
    boolean inClass = false;
    for (int i = 0; i < regex.length(); i++) {
      char c = regex.charAt(i);
      if (c == '\\') {
        i++;
        if (i < regex.length() && "123456789kgGRX".indexOf(regex.charAt(i)) >= 0) {
          return false; // back references, subexpression calls, clusters
        }
      } else if (inClass) {
        inClass = c != ']';
        if (c == '[' || c == '&') {
          return false; // nested classes would need a real parser
        }
      } else if (c == '[') {
        inClass = true;
      } else if (c == '(') {
        return false;
      } else if (c == '|') {
        repetitions = 0;
      } else if (c == '*' || c == '+' || (c == '{' && !unicodeClass(regex, i))) {
        repetitions++;
        if (repetitions > 1) {
          return false;
        }
      }
    }
    return !inClass;
  }

  /** Whether the brace belongs to a class such as {@code \p{L}}. */
  private static boolean unicodeClass(String regex, int brace) {
    return brace >= 2
        && regex.charAt(brace - 2) == '\\'
        && "pP".indexOf(regex.charAt(brace - 1)) >= 0;
  }
}
