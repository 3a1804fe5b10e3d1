package org.nexusgen.tokenizer;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nexusgen.api.BadInputException;

/**
 * The tags, filters, tests and functions that chat templates may use. The engine would silently
 * give nothing for a filter or test that it does not have, so they are looked for beforehand.
 */
final class TemplateWords {
  static final Set<String> TAGS =
      Set.of("break", "call", "continue", "do", "elif", "else", "for", "if", "macro", "raw", "set");

  static final Set<String> FILTERS =
      Set.of(
          "abs",
          "capitalize",
          "count",
          "d",
          "default",
          "dictsort",
          "e",
          "escape",
          "first",
          "float",
          "int",
          "items",
          "join",
          "last",
          "length",
          "list",
          "lower",
          "map",
          "reject",
          "rejectattr",
          "replace",
          "reverse",
          "round",
          "safe",
          "select",
          "selectattr",
          "sort",
          "string",
          "sum",
          "title",
          "tojson",
          "trim",
          "unique",
          "upper",
          "wordcount");

  static final Set<String> FUNCTIONS = Set.of("namespace", "range", "raise_exception");

  private static final Set<String> TESTS =
      Set.of(
          "boolean",
          "defined",
          "divisibleby",
          "eq",
          "equalto",
          "even",
          "false",
          "float",
          "ge",
          "gt",
          "in",
          "integer",
          "iterable",
          "le",
          "lower",
          "lt",
          "mapping",
          "ne",
          "none",
          "number",
          "odd",
          "sameas",
          "sequence",
          "string",
          "true",
          "undefined",
          "upper");

  private static final Pattern STRING =
      Pattern.compile("'(?:[^'\\\\]|\\\\.)*+'|\"(?:[^\"\\\\]|\\\\.)*+\"");
  private static final Pattern FILTER = Pattern.compile("\\|\\s*+([A-Za-z_]\\w*+)");
  private static final Pattern TEST = Pattern.compile("\\bis\\s++(?:not\\s++)?+([A-Za-z_]\\w*+)");

  private TemplateWords() {}

  /**
   * Checks what stands in one tag.
   *
   * @throws BadInputException that names the filter or test that is not supported
   */
  static void check(String inside) {
    String words = STRING.matcher(inside).replaceAll("''");
    check(FILTER.matcher(words), FILTERS, "filter");
    check(TEST.matcher(words), TESTS, "test");
  }

  private static void check(Matcher matcher, Set<String> known, String kind) {
    while (matcher.find()) {
      if (!known.contains(matcher.group(1))) {
        throw new BadInputException(
            "%s '%s' is not supported in chat templates".formatted(kind, matcher.group(1)));
      }
    }
  }
}
