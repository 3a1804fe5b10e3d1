package org.nexusgen.tokenizer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.nexusgen.api.BadInputException;

/**
 * Tells the control tokens that a template wrote from text that only looks like one. Texts of users
 * are marked, before the template is rendered, with a character that occurs nowhere else: a mark
 * stands before every place where a control token begins in the text, or could begin or end
 * together with what surrounds it. In the rendered text a control token counts only if no mark
 * stands before it or inside it.
 */
final class ControlTokens {
  // Unicode keeps these 32 code points for internal use; they are never text.
  private static final char FIRST_MARK = '\uFDD0';
  private static final char LAST_MARK = '\uFDEF';

  private final List<AddedToken> tokens;
  private final List<String> steering;

  ControlTokens(List<AddedToken> tokens) {
    this.tokens =
        tokens.stream()
            .sorted(Comparator.comparingInt((AddedToken token) -> -token.content().length()))
            .toList();
    this.steering =
        this.tokens.stream().filter(AddedToken::steers).map(AddedToken::content).toList();
  }

  /** A mark that occurs in none of the texts. */
  static char markFor(Collection<String> texts) {
    for (char mark = FIRST_MARK; mark <= LAST_MARK; mark++) {
      char candidate = mark;
      if (texts.stream().allMatch(text -> text.indexOf(candidate) < 0)) {
        return mark;
      }
    }
    throw new BadInputException("the text holds all of Unicode's noncharacters U+FDD0 to U+FDEF");
  }

  /** The text with its marks; the text itself if it needs none. */
  String mark(String text, char mark) {
    TreeSet<Integer> places = new TreeSet<>();
    for (String literal : steering) {
      for (int at = text.indexOf(literal); at >= 0; at = text.indexOf(literal, at + 1)) {
        places.add(at);
      }
      for (int size = 1; size < literal.length(); size++) {
        if (text.endsWith(literal.substring(0, size))) {
          places.add(text.length() - size);
        }
        if (text.startsWith(literal.substring(size))) {
          places.add(0);
        }
      }
      if (!text.isEmpty() && literal.contains(text)) {
        places.add(0);
      }
    }
    StringBuilder marked = new StringBuilder(text);
    for (int place : places.descendingSet()) {
      marked.insert(place, mark);
    }
    return places.isEmpty() ? text : marked.toString();
  }

  /** A piece of a rendered text: an added token that counts, or text between them. */
  sealed interface Piece {
    record Token(int id) implements Piece {}

    record Text(String text) implements Piece {}
  }

  /** Cuts a text at the added tokens that count, leftmost and longest first, and drops marks. */
  List<Piece> cut(String text, char mark) {
    List<Piece> pieces = new ArrayList<>();
    int done = 0;
    if (!tokens.isEmpty()) {
      Matcher matcher = pattern(mark).matcher(text);
      while (matcher.find()) {
        addText(pieces, text.substring(done, matcher.start()), mark);
        pieces.add(new Piece.Token(idOf(matcher)));
        done = matcher.end();
      }
    }
    addText(pieces, text.substring(done), mark);
    return pieces;
  }

  private static void addText(List<Piece> pieces, String text, char mark) {
    String clean = withoutMarks(text, mark);
    if (!clean.isEmpty()) {
      pieces.add(new Piece.Text(clean));
    }
  }

  static String withoutMarks(String text, char mark) {
    return text.indexOf(mark) < 0 ? text : text.replace(String.valueOf(mark), "");
  }

  private int idOf(Matcher matcher) {
    for (int i = 0; i < tokens.size(); i++) {
      if (matcher.group(i + 1) != null) {
        return tokens.get(i).id();
      }
    }
    throw new IllegalStateException("a match without a group");
  }

  private Pattern pattern(char mark) {
    return Pattern.compile(
        tokens.stream().map(token -> pattern(token, mark)).collect(Collectors.joining("|")));
  }

  private static String pattern(AddedToken token, char mark) {
    String literal = (token.steers() ? "(?<!" + mark + ")" : "") + Pattern.quote(token.content());
    return "("
        + (token.leftStrip() ? "\\s*" : "")
        + literal
        + (token.rightStrip() ? "\\s*" : "")
        + ")";
  }
}
