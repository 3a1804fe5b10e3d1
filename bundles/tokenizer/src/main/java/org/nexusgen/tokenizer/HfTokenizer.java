package org.nexusgen.tokenizer;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.message.Message;
import org.nexusgen.api.message.Part;
import org.nexusgen.api.message.Role;
import org.nexusgen.api.text.Tokenizer;

/** A folder's tokenizer and chat template. */
final class HfTokenizer implements Tokenizer {
  private final NativeTokenizer tokenizer;
  private final PlainText plain;
  private final ControlTokens controls;
  private final Map<String, Integer> addedIds;
  private final Set<Integer> steeringIds;
  private final OptionalInt unknownId;
  private final OptionalInt placeholder;
  private final Supplier<ChatTemplate> template;

  /**
   * @param placeholder id that stands for a picture, where it is known
   * @param template made when a conversation is first rendered
   */
  HfTokenizer(
      TokenizerDefinition definition, OptionalInt placeholder, Supplier<ChatTemplate> template) {
    this.tokenizer = NativeTokenizer.open(definition.where(), definition.json());
    checkIds(definition);
    this.controls = new ControlTokens(definition.addedTokens());
    this.addedIds = definition.addedIds();
    this.placeholder = placeholder;
    this.template = template;
    this.unknownId = definition.unknownToken().map(this::id).orElseGet(OptionalInt::empty);
    this.steeringIds = definition.steeringIds(unknownId);
    this.plain = new PlainText(definition, steeringIds, unknownId);
  }

  /** The library gives ids of its own to tokens that it cannot place where the file says. */
  private void checkIds(TokenizerDefinition definition) {
    for (AddedToken token : definition.addedTokens()) {
      int[] ids = tokenizer.encode(token.content());
      if (!Arrays.equals(ids, new int[] {token.id()})) {
        tokenizer.close();
        throw new BadInputException(
            "%s: added token '%s' has id %d, but its place after the vocabulary gives %s"
                .formatted(definition.where(), token.content(), token.id(), Arrays.toString(ids)));
      }
    }
  }

  @Override
  public EncodedChat encode(List<Message> messages, boolean addGenerationPrompt) {
    List<String> texts = messages.stream().flatMap(message -> texts(message).stream()).toList();
    char mark = ControlTokens.markFor(texts);
    List<ChatTurn> turns = messages.stream().map(message -> turn(message, mark)).toList();
    String rendered = template.get().render(turns, addGenerationPrompt);
    int[] ids = encode(rendered, mark);
    checkPlaceholders(ids, messages);
    return new EncodedChat(ids, ControlTokens.withoutMarks(rendered, mark), unknownWords(messages));
  }

  private static List<String> texts(Message message) {
    return message.parts().stream()
        .filter(Part.TextPart.class::isInstance)
        .map(part -> ((Part.TextPart) part).text())
        .toList();
  }

  private ChatTurn turn(Message message, char mark) {
    List<Optional<String>> pieces = new ArrayList<>();
    for (Part part : message.parts()) {
      pieces.add(
          switch (part) {
            case Part.TextPart text -> Optional.of(controls.mark(text.text(), mark));
            case Part.ImagePart image -> Optional.empty();
          });
    }
    return new ChatTurn(message.role().word(), pieces);
  }

  /** Encodes what a template wrote; where a mark stands, control tokens are just text. */
  private int[] encode(String rendered, char mark) {
    List<ControlTokens.Piece> pieces = controls.cut(rendered, mark);
    if (rendered.indexOf(mark) < 0) {
      int[] ids = tokenizer.encode(rendered);
      if (Arrays.equals(steering(Arrays.stream(ids)), steering(tokens(pieces)))) {
        return ids;
      }
      // A normalizer made a control token of something else.
    }
    return plain.encode(pieces);
  }

  private int[] steering(IntStream ids) {
    return ids.filter(steeringIds::contains).toArray();
  }

  private static IntStream tokens(List<ControlTokens.Piece> pieces) {
    return pieces.stream()
        .flatMapToInt(
            piece ->
                switch (piece) {
                  case ControlTokens.Piece.Token token -> IntStream.of(token.id());
                  case ControlTokens.Piece.Text text -> IntStream.empty();
                });
  }

  private void checkPlaceholders(int[] ids, List<Message> messages) {
    if (placeholder.isEmpty()) {
      return;
    }
    int pictures = messages.stream().mapToInt(message -> message.images().size()).sum();
    int id = placeholder.getAsInt();
    long written = Arrays.stream(ids).filter(candidate -> candidate == id).count();
    if (written != pictures) {
      throw new BadInputException(
          "the chat template wrote %d image placeholders for %d pictures"
              .formatted(written, pictures));
    }
  }

  private Set<String> unknownWords(List<Message> messages) {
    Set<String> words = new LinkedHashSet<>();
    if (unknownId.isPresent()) {
      messages.stream()
          .filter(message -> message.role() == Role.USER)
          .flatMap(message -> texts(message).stream())
          .forEach(text -> words.addAll(unknownWords(text)));
    }
    return words;
  }

  private List<String> unknownWords(String text) {
    Encoding encoding = tokenizer.encoding(text);
    int[] ids = NativeTokenizer.ids(encoding);
    CharSpan[] spans = encoding.getCharTokenSpans();
    List<String> words = new ArrayList<>();
    for (int i = 0; i < ids.length; i++) {
      if (ids[i] == unknownId.getAsInt() && spans[i] != null) {
        int from = text.offsetByCodePoints(0, spans[i].getStart());
        words.add(text.substring(from, text.offsetByCodePoints(0, spans[i].getEnd())));
      }
    }
    return words;
  }

  @Override
  public int[] encodeText(String text) {
    char mark = ControlTokens.markFor(List.of(text));
    return encode(controls.mark(text, mark), mark);
  }

  @Override
  public int[] encodeMarkup(String markup) {
    return tokenizer.encode(markup);
  }

  @Override
  public String decode(int[] ids, boolean skipSpecialTokens) {
    return tokenizer.decode(ids, skipSpecialTokens);
  }

  @Override
  public StreamingDecoder streamingDecoder(boolean skipSpecialTokens) {
    return new HfStreamingDecoder(tokenizer, skipSpecialTokens);
  }

  @Override
  public OptionalInt id(String token) {
    Integer added = addedIds.get(token);
    if (added != null) {
      return OptionalInt.of(added);
    }
    Encoding encoding = tokenizer.encoding(token);
    boolean whole = encoding.getIds().length == 1 && encoding.getTokens()[0].equals(token);
    return whole ? OptionalInt.of(NativeTokenizer.ids(encoding)[0]) : OptionalInt.empty();
  }

  @Override
  public void close() {
    plain.close();
    tokenizer.close();
  }
}
