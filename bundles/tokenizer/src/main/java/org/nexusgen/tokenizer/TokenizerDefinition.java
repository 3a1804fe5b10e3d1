package org.nexusgen.tokenizer;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A checked tokenizer.json.
 *
 * @param where the file, for messages
 * @param json as the native library reads it
 * @param addedTokens in file order
 * @param unknownToken what stands for words that the vocabulary lacks, if it can lack any
 * @param addedSpan where the list of added tokens lies in the JSON
 */
record TokenizerDefinition(
    String where,
    String json,
    List<AddedToken> addedTokens,
    Optional<String> unknownToken,
    Span addedSpan) {
  /** Characters {@code [from, to)}; empty where there is no list. */
  record Span(int from, int to) {}

  TokenizerDefinition {
    addedTokens = List.copyOf(addedTokens);
  }

  /** The same vocabulary without added tokens: all text is just text to it. */
  String jsonOfPlainText() {
    return json.substring(0, addedSpan.from()) + "[]" + json.substring(addedSpan.to());
  }

  /** The same with more added tokens. */
  TokenizerDefinition with(List<AddedToken> more) {
    if (more.isEmpty()) {
      return this;
    }
    List<AddedToken> all = Stream.concat(addedTokens.stream(), more.stream()).toList();
    String list = TokenizerWriter.addedTokens(all);
    String grown = json.substring(0, addedSpan.from()) + list + json.substring(addedSpan.to());
    Span span = new Span(addedSpan.from(), addedSpan.from() + list.length());
    return new TokenizerDefinition(where, grown, all, unknownToken, span);
  }

  /** Ids of the tokens that steer the model, less the one that also stands for unknown words. */
  Set<Integer> steeringIds(OptionalInt unknownId) {
    return addedTokens.stream()
        .filter(AddedToken::steers)
        .map(AddedToken::id)
        .filter(id -> unknownId.isEmpty() || id != unknownId.getAsInt())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Ids by text, of added tokens. */
  Map<String, Integer> addedIds() {
    return addedTokens.stream()
        .collect(
            Collectors.toUnmodifiableMap(
                AddedToken::content, AddedToken::id, (first, second) -> first));
  }
}
