package org.nexusgen.tokenizer;

import com.hubspot.jinjava.interpret.InterpretException;
import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.filter.Filter;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;

/** {@code tojson} as HF defines it: Python's separators, no escapes beyond ASCII's own. */
@NullUnmarked // the library hands over nulls
final class JsonFilter implements Filter {
  @Override
  public String getName() {
    return "tojson";
  }

  @Override
  public Object filter(Object value, JinjavaInterpreter interpreter, String... arguments) {
    StringBuilder json = new StringBuilder();
    write(value, json);
    return json.toString();
  }

  private static void write(Object value, StringBuilder json) {
    if (json.length() > TemplateBox.MAX_OUTPUT) {
      throw new InterpretException("tojson makes a string that is too long");
    }
    switch (value) {
      case null -> json.append("null");
      case Boolean flag -> json.append(flag);
      case Number number -> json.append(number);
      case Map<?, ?> map -> {
        String separator = "{";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          json.append(separator);
          string(String.valueOf(entry.getKey()), json);
          json.append(": ");
          write(entry.getValue(), json);
          separator = ", ";
        }
        json.append(map.isEmpty() ? "{}" : "}");
      }
      case Collection<?> list -> {
        String separator = "[";
        for (Object entry : list) {
          json.append(separator);
          write(entry, json);
          separator = ", ";
        }
        json.append(list.isEmpty() ? "[]" : "]");
      }
      case CharSequence text -> string(text.toString(), json);
      default -> throw new InterpretException("tojson takes plain data only");
    }
  }

  private static void string(String text, StringBuilder json) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> json.append("\\\"");
        case '\\' -> json.append("\\\\");
        case '\n' -> json.append("\\n");
        case '\r' -> json.append("\\r");
        case '\t' -> json.append("\\t");
        case '\b' -> json.append("\\b");
        case '\f' -> json.append("\\f");
        default -> json.append(c < ' ' ? "\\u%04x".formatted((int) c) : String.valueOf(c));
      }
    }
    json.append('"');
  }
}
