package org.nexusgen.tokenizer;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The same vocabulary without added tokens, for text in which control tokens are just text. Most
 * prompts never need it, so it is opened when it is first asked.
 */
final class PlainText implements AutoCloseable {
  private final TokenizerDefinition definition;
  private final Set<Integer> steeringIds;
  private final OptionalInt unknownId;
  private @Nullable NativeTokenizer tokenizer;

  PlainText(TokenizerDefinition definition, Set<Integer> steeringIds, OptionalInt unknownId) {
    this.definition = definition;
    this.steeringIds = steeringIds;
    this.unknownId = unknownId;
  }

  int[] encode(List<ControlTokens.Piece> pieces) {
    NativeTokenizer words = open();
    return pieces.stream()
        .flatMapToInt(
            piece ->
                switch (piece) {
                  case ControlTokens.Piece.Token token -> IntStream.of(token.id());
                  case ControlTokens.Piece.Text text -> text(words, text.text());
                })
        .toArray();
  }

  /** A vocabulary may hold control tokens as words; those become the unknown word, or nothing. */
  private IntStream text(NativeTokenizer words, String text) {
    return IntStream.of(words.encode(text))
        .flatMap(
            id ->
                !steeringIds.contains(id)
                    ? IntStream.of(id)
                    : unknownId.isPresent()
                        ? IntStream.of(unknownId.getAsInt())
                        : IntStream.empty());
  }

  private synchronized NativeTokenizer open() {
    NativeTokenizer opened =
        Optional.ofNullable(tokenizer)
            .orElseGet(
                () -> NativeTokenizer.open(definition.where(), definition.jsonOfPlainText()));
    tokenizer = opened;
    return opened;
  }

  @Override
  public synchronized void close() {
    if (tokenizer != null) {
      tokenizer.close();
    }
  }
}
