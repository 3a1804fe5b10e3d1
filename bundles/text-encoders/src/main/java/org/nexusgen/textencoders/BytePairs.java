package org.nexusgen.textencoders;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nexusgen.api.BadInputException;

/**
 * Byte pair encoding (Sennrich et al. 2016) as CLIP has it: every byte is a letter, the last one of
 * a piece carries a mark, and the pair that was learned first is merged first.
 */
final class BytePairs {
  private static final String END = "</w>";
  private static final int BYTES = 256;

  private final Map<String, Integer> ids;
  private final Map<Pair, Integer> ranks = new HashMap<>();
  private final String[] letters = letters();
  private final String where;

  /**
   * Two neighbours.
   *
   * @param left of the two
   * @param right of the two
   */
  record Pair(String left, String right) {}

  /**
   * @param ids of all tokens
   * @param merges in the order in which they were learned
   * @param where they were read, for messages
   */
  BytePairs(Map<String, Integer> ids, List<Pair> merges, String where) {
    this.ids = Map.copyOf(ids);
    this.where = where;
    for (int i = 0; i < merges.size(); i++) {
      ranks.putIfAbsent(merges.get(i), i);
    }
  }

  int largestId() {
    return Collections.max(ids.values());
  }

  /** Ids of a piece of text, given as UTF-8. */
  int[] encode(byte[] piece) {
    List<String> parts = new ArrayList<>();
    for (byte one : piece) {
      parts.add(letters[one & 0xff]);
    }
    parts.set(parts.size() - 1, parts.getLast() + END);
    for (Pair best = best(parts); ranks.containsKey(best); best = best(parts)) {
      parts = merged(parts, best);
    }
    return parts.stream().mapToInt(this::id).toArray();
  }

  /** The neighbours that were learned first; any, if none of them was learned. */
  private Pair best(List<String> parts) {
    Pair best = new Pair("", "");
    int bestRank = Integer.MAX_VALUE;
    for (int i = 0; i + 1 < parts.size(); i++) {
      Pair pair = new Pair(parts.get(i), parts.get(i + 1));
      int rank = ranks.getOrDefault(pair, Integer.MAX_VALUE);
      if (rank < bestRank) {
        best = pair;
        bestRank = rank;
      }
    }
    return best;
  }

  private static List<String> merged(List<String> parts, Pair pair) {
    List<String> result = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      boolean here =
          i + 1 < parts.size()
              && parts.get(i).equals(pair.left())
              && parts.get(i + 1).equals(pair.right());
      result.add(here ? pair.left() + pair.right() : parts.get(i));
      i += here ? 1 : 0;
    }
    return result;
  }

  private int id(String token) {
    Integer id = ids.get(token);
    if (id == null) {
      throw new BadInputException(
          "tokenizer in %s: token '%s' has no id; use the files of FLUX.1-dev's tokenizer folder"
              .formatted(where, token));
    }
    return id;
  }

  // Bytes that print stand for themselves, the others for the characters from 256 on, in order
  // (bytes_to_unicode of GPT-2).
  private static String[] letters() {
    String[] letters = new String[BYTES];
    int next = BYTES;
    for (int i = 0; i < BYTES; i++) {
      boolean prints = (i >= '!' && i <= '~') || (i >= 0xa1 && i <= 0xac) || i >= 0xae;
      letters[i] = Character.toString(prints ? i : next++);
    }
    return letters;
  }
}
