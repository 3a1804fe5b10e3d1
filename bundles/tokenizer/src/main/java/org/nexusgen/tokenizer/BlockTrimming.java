package org.nexusgen.tokenizer;

/**
 * Jinja2's {@code trim_blocks} and {@code lstrip_blocks}, done to the template's text: the line end
 * after a block goes, and so do spaces before a block that begins a line. (Jinjava's own options
 * also strip spaces between text and a block on one line.)
 */
final class BlockTrimming {
  private final String template;
  private final StringBuilder trimmed = new StringBuilder();
  private int at;

  private BlockTrimming(String template) {
    this.template = template;
  }

  static String trim(String template) {
    return new BlockTrimming(template).trim();
  }

  private String trim() {
    while (at < template.length()) {
      if (template.startsWith("{{", at)) {
        copy(end("}}", true));
      } else if (template.startsWith("{#", at)) {
        stripLine();
        copy(end("#}", false));
        skipLineEnd();
      } else if (template.startsWith("{%", at)) {
        block();
      } else {
        trimmed.append(template.charAt(at++));
      }
    }
    return trimmed.toString();
  }

  private void block() {
    boolean keepsLeft = template.startsWith("{%+", at);
    if (!keepsLeft) {
      stripLine();
    }
    int end = end("%}", true);
    boolean keepsRight = template.startsWith("+%}", end - 3);
    String text = template.substring(at, end);
    if (keepsLeft) {
      text = "{%" + text.substring(3);
    }
    if (keepsRight) {
      text = text.substring(0, text.length() - 3) + "%}";
    }
    trimmed.append(text);
    at = end;
    if (!keepsRight) {
      skipLineEnd();
    }
    String words = text.replaceAll("[{}%\\s-]", "");
    if (words.equals("raw")) {
      int close = template.indexOf("endraw", at);
      int tag = close < 0 ? -1 : template.lastIndexOf("{%", close);
      copy(tag < at ? template.length() : tag);
    }
  }

  /** Removes spaces and tabs that stand alone on the line before a block. */
  private void stripLine() {
    int from = trimmed.length();
    while (from > 0 && " \t".indexOf(trimmed.charAt(from - 1)) >= 0) {
      from--;
    }
    if (from == 0 || trimmed.charAt(from - 1) == '\n') {
      trimmed.setLength(from);
    }
  }

  private void skipLineEnd() {
    if (at < template.length() && template.charAt(at) == '\n') {
      at++;
    }
  }

  private void copy(int end) {
    trimmed.append(template, at, end);
    at = end;
  }

  /** Where the tag that begins here ends; the end of the template if it does not. */
  private int end(String close, boolean hasStrings) {
    char quote = 0;
    for (int i = at + 2; i < template.length(); i++) {
      char c = template.charAt(i);
      if (quote != 0) {
        if (c == '\\') {
          i++;
        } else if (c == quote) {
          quote = 0;
        }
      } else if (template.startsWith(close, i)) {
        return i + close.length();
      } else if (hasStrings && (c == '\'' || c == '"')) {
        quote = c;
      }
    }
    return template.length();
  }
}
