package org.nexusgen.data.unified;

/** Foreign text in messages: one line, not long. */
public final class Shown {
  private static final int LONGEST = 60;

  private Shown() {}

  /** Without control characters, cut where it is long. */
  public static String shorten(String text) {
    String plain = text.replaceAll("\\p{Cntrl}", " ");
    return plain.length() <= LONGEST ? plain : plain.substring(0, LONGEST) + "…";
  }
}
