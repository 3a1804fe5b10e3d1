package org.nexusgen.pipeline;

import java.util.List;
import java.util.OptionalInt;
import org.nexusgen.api.message.Message;
import org.nexusgen.api.text.Tokenizer;

/** A tokenizer under watch. */
record WatchedTokenizer(OpenPart<Tokenizer> part, Watch watch) implements Tokenizer {
  @Override
  public EncodedChat encode(List<Message> messages, boolean addGenerationPrompt) {
    return part.call(
        watch,
        "encode %d message(s)".formatted(messages.size()),
        (tokenizer, pulse) -> tokenizer.encode(messages, addGenerationPrompt));
  }

  @Override
  public int[] encodeText(String text) {
    return part.call(watch, "encode text", (tokenizer, pulse) -> tokenizer.encodeText(text));
  }

  @Override
  public int[] encodeMarkup(String markup) {
    return part.call(watch, "encode markup", (tokenizer, pulse) -> tokenizer.encodeMarkup(markup));
  }

  @Override
  public String decode(int[] ids, boolean skipSpecialTokens) {
    return part.call(
        watch,
        "decode %d ids".formatted(ids.length),
        (tokenizer, pulse) -> tokenizer.decode(ids, skipSpecialTokens));
  }

  @Override
  public StreamingDecoder streamingDecoder(boolean skipSpecialTokens) {
    StreamingDecoder decoder =
        part.call(
            watch,
            "begin to decode",
            (tokenizer, pulse) -> tokenizer.streamingDecoder(skipSpecialTokens));
    return new StreamingDecoder() {
      @Override
      public String next(int id) {
        return part.call(watch, "decode the id " + id, (tokenizer, pulse) -> decoder.next(id));
      }

      @Override
      public String finish() {
        return part.call(watch, "decode the end", (tokenizer, pulse) -> decoder.finish());
      }
    };
  }

  @Override
  public OptionalInt id(String token) {
    return part.call(watch, "tell the id of " + token, (tokenizer, pulse) -> tokenizer.id(token));
  }

  /** The model closes its parts. */
  @Override
  public void close() {}
}
