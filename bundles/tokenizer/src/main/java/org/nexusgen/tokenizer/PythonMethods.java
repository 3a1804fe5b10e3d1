package org.nexusgen.tokenizer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import jinjava.javax.el.ELException;
import org.jspecify.annotations.NullUnmarked;

/** The methods of Python's strings and dicts that chat templates call. */
@NullUnmarked // the library hands over nulls
final class PythonMethods {
  private PythonMethods() {}

  static Object ofString(String text, String method, Object... arguments) {
    return switch (method) {
      case "strip" -> strip(text, true, true, arguments);
      case "lstrip" -> strip(text, true, false, arguments);
      case "rstrip" -> strip(text, false, true, arguments);
      case "startswith" -> text.startsWith(string(method, 0, arguments));
      case "endswith" -> text.endsWith(string(method, 0, arguments));
      case "upper" -> text.toUpperCase(Locale.ROOT);
      case "lower" -> text.toLowerCase(Locale.ROOT);
      case "capitalize" -> capitalize(text);
      case "split" -> split(text, arguments);
      case "find" -> (long) text.indexOf(string(method, 0, arguments));
      case "replace" -> replace(text, string(method, 0, arguments), string(method, 1, arguments));
      default -> throw new ELException("strings have no method '" + method + "' in chat templates");
    };
  }

  static Object ofDict(Map<?, ?> dict, String method, Object... arguments) {
    return switch (method) {
      case "get" -> {
        Object value = dict.get(string(method, 0, arguments));
        yield value == null && arguments.length > 1 ? arguments[1] : value;
      }
      case "keys" -> new ArrayList<Object>(dict.keySet());
      case "values" -> new ArrayList<Object>(dict.values());
      case "items" ->
          dict.entrySet().stream().map(entry -> List.of(entry.getKey(), entry.getValue())).toList();
      default -> throw new ELException("dicts have no method '" + method + "' in chat templates");
    };
  }

  private static String string(String method, int index, Object... arguments) {
    if (index < arguments.length && arguments[index] instanceof String text) {
      return text;
    }
    throw new ELException("method '" + method + "' wants a string as argument " + (index + 1));
  }

  private static String strip(String text, boolean left, boolean right, Object... arguments) {
    String characters = arguments.length == 0 ? null : string("strip", 0, arguments);
    int from = 0;
    int to = text.length();
    while (left && from < to && strippable(text.charAt(from), characters)) {
      from++;
    }
    while (right && to > from && strippable(text.charAt(to - 1), characters)) {
      to--;
    }
    return text.substring(from, to);
  }

  private static boolean strippable(char c, String characters) {
    return characters == null ? Character.isWhitespace(c) : characters.indexOf(c) >= 0;
  }

  private static String capitalize(String text) {
    return text.isEmpty()
        ? text
        : text.substring(0, 1).toUpperCase(Locale.ROOT)
            + text.substring(1).toLowerCase(Locale.ROOT);
  }

  private static List<String> split(String text, Object... arguments) {
    if (arguments.length == 0) {
      return List.of(text.strip().split("\\s+"));
    }
    String separator = string("split", 0, arguments);
    if (separator.isEmpty()) {
      throw new ELException("empty separator");
    }
    long limit = arguments.length > 1 && arguments[1] instanceof Number n ? n.longValue() : -1;
    List<String> pieces = new ArrayList<>();
    int from = 0;
    int at = text.indexOf(separator);
    while (at >= 0 && (limit < 0 || pieces.size() < limit)) {
      pieces.add(text.substring(from, at));
      from = at + separator.length();
      at = text.indexOf(separator, from);
    }
    pieces.add(text.substring(from));
    return pieces;
  }

  /** Bounded: the result may be far longer than the text. */
  private static String replace(String text, String old, String fresh) {
    long places = old.isEmpty() ? text.length() + 1 : text.length() / old.length();
    if (text.length() + places * fresh.length() > TemplateBox.MAX_OUTPUT) {
      throw new ELException("method 'replace' makes a string that is too long");
    }
    return text.replace(old, fresh);
  }
}
