package org.nexusgen.weights.store;

/** Text from untrusted files as it may stand in a one-line message on a terminal. */
public final class Shown {
  private static final int LONGEST = 120;

  private Shown() {}

  /** The text in single quotes, without control characters, shortened. */
  public static String quoted(String text) {
    return "'" + plain(text) + "'";
  }

  /** The text without control characters, shortened. */
  public static String plain(String text) {
    StringBuilder shown = new StringBuilder();
    for (int i = 0; i < text.length() && shown.length() < LONGEST; i++) {
      char c = text.charAt(i);
      shown.append(Character.isISOControl(c) ? ' ' : c);
    }
    return text.length() > LONGEST ? shown.append('…').toString() : shown.toString();
  }
}
