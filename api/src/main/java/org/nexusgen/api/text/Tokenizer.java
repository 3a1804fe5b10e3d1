package org.nexusgen.api.text;

import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.nexusgen.api.PartProvider;
import org.nexusgen.api.message.Message;
import org.osgi.annotation.versioning.ConsumerType;

/** Text to token ids and back, with the model's chat template. Thread-safe until closed. */
@ConsumerType
public interface Tokenizer extends AutoCloseable {
  /**
   * Renders a conversation with the chat template and encodes it. Every picture becomes one image
   * placeholder id; text that users typed never becomes a control token.
   *
   * @param addGenerationPrompt whether the assistant's turn is opened at the end
   * @throws org.nexusgen.api.BadInputException if the template refuses the conversation
   */
  EncodedChat encode(List<Message> messages, boolean addGenerationPrompt);

  /** Encodes plain text that is not trusted: control tokens in it are spelled out as text. */
  int[] encodeText(String text);

  /** Encodes text that the product wrote: control tokens in it count. */
  int[] encodeMarkup(String markup);

  /** Text of ids; ids beyond the vocabulary give nothing. */
  String decode(int[] ids, boolean skipSpecialTokens);

  /** Decodes one id after another, giving whole characters only. */
  StreamingDecoder streamingDecoder(boolean skipSpecialTokens);

  /** Id of a token such as {@code <|vision_start|>}. */
  OptionalInt id(String token);

  @Override
  void close();

  /**
   * A conversation as ids.
   *
   * @param ids with one placeholder for each picture
   * @param rendered the text that was encoded
   * @param unknownWords words of the users that the vocabulary lacks, if it can lack any
   */
  @SuppressWarnings("ArrayRecordComponent") // ids are large: sharing is the point
  record EncodedChat(int[] ids, String rendered, Set<String> unknownWords) {
    public EncodedChat {
      unknownWords = Set.copyOf(unknownWords);
    }
  }

  /** State of a stream that is being decoded. */
  @ConsumerType
  interface StreamingDecoder {
    /** Takes one id; gives the text that became certain, often empty. */
    String next(int id);

    /** Gives what was held back. */
    String finish();
  }

  /** Makes tokenizers. */
  @ConsumerType
  interface Provider extends PartProvider<Tokenizer> {}
}
