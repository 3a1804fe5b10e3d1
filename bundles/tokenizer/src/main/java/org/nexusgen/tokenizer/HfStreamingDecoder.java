package org.nexusgen.tokenizer;

import java.util.ArrayList;
import java.util.List;
import org.nexusgen.api.text.Tokenizer.StreamingDecoder;

/**
 * Decodes a window of ids again with each new one, and gives what the new one added. Text that ends
 * in the replacement character may be the beginning of a longer character, and is held back.
 */
final class HfStreamingDecoder implements StreamingDecoder {
  private static final char REPLACEMENT = '\uFFFD';

  private final NativeTokenizer tokenizer;
  private final boolean skipSpecialTokens;
  private final List<Integer> window = new ArrayList<>();

  /** Ids of the window whose text was given; the rest is held back. */
  private int given;

  HfStreamingDecoder(NativeTokenizer tokenizer, boolean skipSpecialTokens) {
    this.tokenizer = tokenizer;
    this.skipSpecialTokens = skipSpecialTokens;
  }

  @Override
  public String next(int id) {
    window.add(id);
    String before = decode(given);
    String now = decode(window.size());
    if (now.length() <= before.length() || now.charAt(now.length() - 1) == REPLACEMENT) {
      return "";
    }
    String piece = now.substring(before.length());
    // What was given stays as context for the next id: decoders put spaces between words.
    window.subList(0, given).clear();
    given = window.size();
    return piece;
  }

  @Override
  public String finish() {
    String before = decode(given);
    String piece = decode(window.size()).substring(before.length());
    window.clear();
    given = 0;
    return piece;
  }

  private String decode(int count) {
    int[] ids = window.subList(0, count).stream().mapToInt(Integer::intValue).toArray();
    return ids.length == 0 ? "" : tokenizer.decode(ids, skipSpecialTokens);
  }
}
