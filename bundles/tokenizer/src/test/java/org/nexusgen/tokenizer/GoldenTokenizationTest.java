package org.nexusgen.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.api.text.Tokenizer;
import org.nexusgen.golden.Golden;

@DisplayName("The tokenizer gives the reference's ids, texts and prompts")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GoldenTokenizationTest {
  private static final Path CHECKPOINT = Golden.path("ar/checkpoint");
  private static final Path TOKENIZER = Golden.path("ar/tokenizer");

  private final List<Tokenizer> tokenizers = new ArrayList<>();

  @BeforeAll
  void open(@TempDir Path folder) throws IOException {
    tokenizers.add(HfTokenizers.open(new TestFolder(CHECKPOINT)));
    for (String name :
        List.of("vocab.json", "merges.txt", "tokenizer_config.json", "chat_template.json")) {
      Files.copy(CHECKPOINT.resolve(name), folder.resolve(name));
    }
    tokenizers.add(HfTokenizers.open(new TestFolder(folder)));
  }

  @AfterAll
  void close() {
    tokenizers.forEach(Tokenizer::close);
  }

  @TestFactory
  @DisplayName("texts, from tokenizer.json and from vocab.json with merges.txt")
  Stream<DynamicTest> texts() {
    return objects(TestFolder.json(TOKENIZER.resolve("tokenization.json")).get("cases")).stream()
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    "'" + entry.get("text") + "'",
                    () -> tokenizers.forEach(tokenizer -> checkText(tokenizer, entry))));
  }

  private static void checkText(Tokenizer tokenizer, Map<String, Object> entry) {
    int[] ids = ints(entry.get("ids"));
    assertThat(tokenizer.encodeMarkup((String) entry.get("text"))).containsExactly(ids);
    assertThat(tokenizer.decode(ids, false)).isEqualTo(entry.get("decoded"));
    assertThat(tokenizer.decode(ids, true)).isEqualTo(entry.get("decoded_skip_special"));
    assertThat(stream(tokenizer, ids, true)).isEqualTo(entry.get("decoded_skip_special"));
    assertThat(stream(tokenizer, ids, false)).isEqualTo(entry.get("decoded"));
  }

  private static String stream(Tokenizer tokenizer, int[] ids, boolean skipSpecial) {
    Tokenizer.StreamingDecoder decoder = tokenizer.streamingDecoder(skipSpecial);
    StringBuilder text = new StringBuilder();
    for (int id : ids) {
      text.append(decoder.next(id));
    }
    return text.append(decoder.finish()).toString();
  }

  @Test
  @DisplayName("ids of special tokens")
  void specialIds() {
    Map<?, ?> ids =
        (Map<?, ?>) TestFolder.json(TOKENIZER.resolve("tokenization.json")).get("special_ids");
    assertThat(ids).hasSize(22);
    for (Tokenizer tokenizer : tokenizers) {
      ids.forEach((token, id) -> assertThat(tokenizer.id((String) token)).hasValue((Integer) id));
      assertThat(tokenizer.id("no such token")).isEmpty();
    }
  }

  @TestFactory
  @DisplayName("chats, rendered by the library, and by the short cut where there is one")
  Stream<DynamicTest> chats() throws IOException {
    String template =
        (String) TestFolder.json(CHECKPOINT.resolve("chat_template.json")).get("chat_template");
    ChatTemplate quick = ChatMarkup.of(template).orElseThrow();
    JinjaTemplate library = new JinjaTemplate("chat_template.json", template, Map.of());
    return array(TOKENIZER.resolve("chat.json")).stream()
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    (String) entry.get("name"), () -> checkChat(library, quick, entry)));
  }

  private void checkChat(JinjaTemplate library, ChatTemplate quick, Map<String, Object> entry) {
    List<Map<String, Object>> messages = objects(entry.get("messages"));
    boolean add = (Boolean) entry.get("add_generation_prompt");
    Object text = entry.get("text");
    Map<String, Object> variables = new HashMap<>(strings(entry.get("kwargs")));
    boolean plain = variables.isEmpty() && !entry.get("name").equals("video");
    variables.put("messages", messages);
    variables.put("add_generation_prompt", add);
    assertThat(library.render(variables)).isEqualTo(text);
    if (plain) {
      List<ChatTurn> turns = messages.stream().map(this::turn).toList();
      assertThat(library.render(turns, add)).isEqualTo(text);
      assertThat(quick.render(turns, add)).isEqualTo(text);
    }
    int[] ids = ints(entry.get("ids"));
    tokenizers.forEach(
        tokenizer -> assertThat(tokenizer.encodeMarkup((String) text)).containsExactly(ids));
  }

  private ChatTurn turn(Map<String, Object> message) {
    List<Optional<String>> pieces = new ArrayList<>();
    if (message.get("content") instanceof String text) {
      pieces.add(Optional.of(text));
    } else {
      objects(message.get("content"))
          .forEach(piece -> pieces.add(Optional.ofNullable((String) piece.get("text"))));
    }
    return new ChatTurn((String) message.get("role"), pieces);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, ?> strings(Object map) {
    return (Map<String, ?>) map;
  }

  @SuppressWarnings("unchecked")
  static List<Map<String, Object>> objects(Object list) {
    return (List<Map<String, Object>>) list;
  }

  static List<Map<String, Object>> array(Path file) throws IOException {
    try (JsonParser parser = JsonValues.parser(Files.readString(file))) {
      parser.nextToken();
      return objects(JsonValues.value(parser, file.toString()));
    }
  }

  static int[] ints(Object list) {
    return ((List<?>) list).stream().mapToInt(value -> (Integer) value).toArray();
  }
}
