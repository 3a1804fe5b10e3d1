package org.nexusgen.textencoders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.api.BadInputException;
import org.nexusgen.plain.MemoryModel;

@DisplayName("prompts become ids")
class TokenizersTest {
  private static final List<String> MERGES =
      List.of("c a", "ca t</w>", "a t</w>", "c at</w>", "1 2</w>");
  private static final Map<String, Integer> IDS = new HashMap<>();

  static {
    // All printing ASCII letters, alone and at a word's end; then what the merges make.
    for (char letter = '!'; letter <= '~'; letter++) {
      IDS.put("" + letter, IDS.size());
      IDS.put(letter + "</w>", IDS.size());
    }
    for (String token : List.of("Ã", "©</w>", "ca", "cat</w>", "at</w>", "12")) {
      IDS.put(token, IDS.size());
    }
    IDS.put("<|startoftext|>", IDS.size());
    IDS.put("<|endoftext|>", IDS.size());
  }

  @TempDir private Path folder;
  private MemoryModel model = new MemoryModel(Path.of("unused"));

  @BeforeEach
  void emptyModel() {
    model = new MemoryModel(folder);
  }

  private static int[] ids(String... tokens) {
    List<Integer> ids = new ArrayList<>();
    for (String token : tokens) {
      ids.add(IDS.getOrDefault(token, -1));
    }
    return ids.stream().mapToInt(id -> id).toArray();
  }

  @Nested
  @DisplayName("of CLIP")
  class Clip {
    private ClipTokenizer tokenizer() throws IOException {
      Files.createDirectories(folder.resolve("tokenizer"));
      Files.writeString(
          folder.resolve("tokenizer/merges.txt"), "#version: 0.2\n" + String.join("\n", MERGES));
      return ClipTokenizer.of(model.with("tokenizer/vocab.json", IDS), IDS.size());
    }

    @Test
    @DisplayName("in lower case, merged in the order that was learned")
    void merges() throws IOException {
      assertThat(tokenizer().encode("CAT at  tac\ncats"))
          .isEqualTo(ids("cat</w>", "at</w>", "t", "a", "c</w>", "ca", "t", "s</w>"));
    }

    @Test
    @DisplayName("words, numerals one by one, signs together, shortened words apart")
    void pieces() throws IOException {
      assertThat(tokenizer().encode("it's 12!?"))
          .isEqualTo(ids("i", "t</w>", "'", "s</w>", "1</w>", "2</w>", "!", "?</w>"));
    }

    @Test
    @DisplayName("other letters byte by byte, composed first")
    void bytes() throws IOException {
      assertThat(tokenizer().encode("\u00c9")).isEqualTo(ids("Ã", "©</w>"));
      assertThat(tokenizer().encode("e\u0301")).isEqualTo(ids("Ã", "©</w>"));
    }

    @Test
    @DisplayName("never as a control token, whatever the prompt spells")
    void control() throws IOException {
      assertThat(tokenizer().encode("<|endoftext|>"))
          .doesNotContain(ids("<|startoftext|>", "<|endoftext|>"))
          .startsWith(ids("<", "|</w>"));
    }

    @Test
    @DisplayName("of endless words, too, in bounded time")
    void endless() throws IOException {
      assertThat(tokenizer().encode("cat".repeat(30_000))).hasSizeBetween(75, 4096);
      assertThat(tokenizer().encode("a b ".repeat(20_000))).hasSize(40_000);
    }

    @Test
    @DisplayName("from tokenizer.json, too, with merges of both spellings")
    void tokenizerJson() throws IOException {
      List<Object> merges = new ArrayList<>(MERGES);
      merges.set(0, List.of("c", "a"));
      MemoryModel other =
          new MemoryModel(folder)
              .with(
                  "tokenizer/tokenizer.json",
                  Map.of("model", Map.of("vocab", IDS, "merges", merges)));
      assertThat(ClipTokenizer.of(other, IDS.size()).encode("cat at"))
          .isEqualTo(tokenizer().encode("cat at"));
    }

    @Test
    @DisplayName("but not with a vocabulary that is larger than the encoder's table")
    void vocabulary() {
      assertThatThrownBy(
              () ->
                  ClipTokenizer.of(
                      model.with(
                          "tokenizer/tokenizer.json",
                          Map.of("model", Map.of("vocab", IDS, "merges", MERGES))),
                      10))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("wants ids below 10");
    }

    @Test
    @DisplayName("not at all without files, or with malformed ones")
    void malformed() throws IOException {
      assertThatThrownBy(() -> ClipTokenizer.of(model, 10))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("tokenizer/tokenizer.json")
          .hasMessageContaining("leave the negative prompt empty");
      Files.createDirectories(folder.resolve("tokenizer"));
      Files.writeString(folder.resolve("tokenizer/merges.txt"), "a b c\n");
      assertThatThrownBy(() -> ClipTokenizer.of(model.with("tokenizer/vocab.json", IDS), 1000))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("wants two tokens");
      Files.writeString(folder.resolve("tokenizer/merges.txt"), "d o\n");
      ClipTokenizer tokenizer = ClipTokenizer.of(model, 1000);
      assertThatThrownBy(() -> tokenizer.encode("dog"))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("token 'do' has no id");
    }
  }

  @Nested
  @DisplayName("of T5")
  class T5 {
    private static final String FILE = "tokenizer_2/tokenizer.json";

    private MemoryModel withTokenizer(String json) throws IOException {
      Files.createDirectories(folder.resolve("tokenizer_2"));
      Files.writeString(folder.resolve(FILE), json);
      List<Map<String, ?>> added = List.of(Map.of("id", 0), Map.of("id", 1), Map.of("id", 2));
      return model.with(FILE, Map.of("added_tokens", added, "model", Map.of("unk_id", 2)));
    }

    private String resource() throws IOException {
      try (InputStream in = TokenizersTest.class.getResourceAsStream("/tokenizers/" + FILE)) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    }

    @Test
    @DisplayName("as SentencePiece cuts them, without the end")
    void pieces() throws IOException {
      assertThat(T5Tokenizer.encode(withTokenizer(resource()), "a cats dog"))
          .containsExactly(4, 5, 6, 10);
      assertThat(T5Tokenizer.encode(withTokenizer(resource()), "a\u732b")).containsExactly(4, 2);
    }

    @Test
    @DisplayName("never as a control token, whatever the prompt spells")
    void control() throws IOException {
      assertThat(T5Tokenizer.encode(withTokenizer(resource()), "a</s> cat<pad>"))
          .doesNotContain(0, 1)
          .contains(4, 5);
    }

    @Test
    @DisplayName("of broken Unicode, too")
    void surrogates() throws IOException {
      assertThat(T5Tokenizer.encode(withTokenizer(resource()), "a \ud800 cat")).contains(4, 5);
    }

    @Test
    @DisplayName("not from spiece.model alone, but with the way to what is wanted")
    void sentencePieceAlone() throws IOException {
      Files.createDirectories(folder.resolve("tokenizer_2"));
      Files.writeString(folder.resolve("tokenizer_2/spiece.model"), "x");
      assertThatThrownBy(() -> T5Tokenizer.encode(model, "a cat"))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("spiece.model only, wants tokenizer.json beside it")
          .hasMessageContaining("save_pretrained");
    }

    @Test
    @DisplayName("not at all without the file, or with a malformed one")
    void malformed() throws IOException {
      assertThatThrownBy(() -> T5Tokenizer.encode(model, "a cat"))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("no tokenizer_2/tokenizer.json");
      MemoryModel broken = withTokenizer("{\"version\": \"1.0\"}");
      assertThatThrownBy(() -> T5Tokenizer.encode(broken, "a cat"))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("cannot use T5's tokenizer");
    }
  }
}
