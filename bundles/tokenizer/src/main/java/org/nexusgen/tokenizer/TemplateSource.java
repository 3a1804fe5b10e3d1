package org.nexusgen.tokenizer;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Pattern;
import org.nexusgen.api.BadInputException;

/**
 * A template's text as Jinja2 would read it, for an engine that reads white space differently:
 * {@code trim_blocks} and {@code lstrip_blocks} (the line end after a block goes, and so do spaces
 * before a block that begins a line) and the signs + and - beside tags are carried out on the text.
 * What the engine would silently get wrong is refused.
 */
final class TemplateSource {
  private static final Pattern FILTERED_LOOP = Pattern.compile("for\\b.*\\bin\\b.*\\bif\\b.*");
  private static final Pattern BLOCK_SET = Pattern.compile("set\\b[^=]*");
  private static final String WHITE_SPACE = " \t\r\n\f\u000b";

  private final String template;
  private final StringBuilder text = new StringBuilder();
  private final Deque<String> open = new ArrayDeque<>();
  private int at;

  private TemplateSource(String template) {
    this.template = template;
  }

  /**
   * @throws BadInputException if it uses what is not supported
   */
  static String of(String template) {
    String lines = template.replace("\r\n", "\n").replace('\r', '\n');
    String body = lines.endsWith("\n") ? lines.substring(0, lines.length() - 1) : lines;
    return new TemplateSource(body).rewrite();
  }

  private String rewrite() {
    while (at < template.length()) {
      if (template.startsWith("{{", at)) {
        tag("{{", "}}", false);
      } else if (template.startsWith("{#", at)) {
        tag("{#", "#}", true);
      } else if (template.startsWith("{%", at)) {
        String words = tag("{%", "%}", true);
        if (words.equals("raw")) {
          raw();
        } else {
          follow(words);
        }
      } else {
        text.append(template.charAt(at++));
      }
    }
    return text.toString();
  }

  /** Copies the tag that begins here without its signs; gives what stands in it. */
  private String tag(String opening, String closing, boolean isBlock) {
    int end = end(closing, !opening.equals("{#"));
    int from = at + opening.length();
    int to = Math.max(from, end - closing.length());
    char left = from < to ? template.charAt(from) : ' ';
    char right = from + 1 < to ? template.charAt(to - 1) : ' ';
    if (left == '-') {
      strip(WHITE_SPACE);
    } else if (isBlock && left != '+') {
      stripLine();
    }
    String inside =
        template.substring(
            left == '-' || left == '+' ? from + 1 : from,
            right == '-' || right == '+' ? to - 1 : to);
    if (!opening.equals("{#")) {
      TemplateWords.check(inside);
      text.append(opening).append(' ').append(inside).append(' ').append(closing);
    }
    at = end;
    if (right == '-') {
      while (at < template.length() && WHITE_SPACE.indexOf(template.charAt(at)) >= 0) {
        at++;
      }
    } else if (isBlock && right != '+' && template.startsWith("\n", at)) {
      at++;
    }
    return inside.strip();
  }

  private void strip(String characters) {
    int end = text.length();
    while (end > 0 && characters.indexOf(text.charAt(end - 1)) >= 0) {
      end--;
    }
    text.setLength(end);
  }

  /** Removes spaces and tabs that stand alone on the line before a block. */
  private void stripLine() {
    int from = text.length();
    while (from > 0 && " \t".indexOf(text.charAt(from - 1)) >= 0) {
      from--;
    }
    if (from == 0 || text.charAt(from - 1) == '\n') {
      text.setLength(from);
    }
  }

  /** Copies text up to the end of a raw block as it is. */
  private void raw() {
    int close = template.indexOf("endraw", at);
    int tag = close < 0 ? -1 : template.lastIndexOf("{%", close);
    int end = tag < at ? template.length() : tag;
    text.append(template, at, end);
    at = end;
  }

  /** Keeps the stack of open blocks; the engine gives an empty text for these two loops. */
  private void follow(String words) {
    String word = words.split("\\W", 2)[0];
    if (FILTERED_LOOP.matcher(words).matches()) {
      throw new BadInputException("loops with 'if' are not supported: {% " + words + " %}");
    }
    if (word.equals("else") && "for".equals(open.peek())) {
      throw new BadInputException("loops with 'else' are not supported");
    }
    switch (word) {
      case "for", "if", "macro", "call", "filter" -> open.push(word);
      case "set" -> {
        if (BLOCK_SET.matcher(words).matches()) {
          open.push(word);
        }
      }
      case "endfor", "endif", "endmacro", "endcall", "endfilter", "endset" -> open.poll();
      default -> {}
    }
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
