package org.nexusgen.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.api.image.Image;
import org.nexusgen.golden.Golden;
import org.nexusgen.image.JavaImageFiles;

@DisplayName("--json prints one object")
class JsonTest {
  private final Terminal terminal = new Terminal();
  @TempDir private Path folder;

  private Map<?, ?> run(String... arguments) throws IOException {
    assertThat(terminal.run(arguments)).as(terminal.err()).isZero();
    try (JsonParser parser = new JsonFactory().createParser(terminal.out())) {
      parser.nextToken();
      Map<?, ?> object = (Map<?, ?>) value(parser);
      assertThat(parser.nextToken()).as("nothing follows").isNull();
      return object;
    }
  }

  private static Object value(JsonParser parser) throws IOException {
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      Map<String, Object> map = new LinkedHashMap<>();
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String key = parser.currentName();
        parser.nextToken();
        map.put(key, value(parser));
      }
      return map;
    }
    if (parser.currentToken() == JsonToken.START_ARRAY) {
      List<Object> list = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        list.add(value(parser));
      }
      return list;
    }
    return parser.currentToken().isNumeric() ? (Object) parser.getNumberValue() : parser.getText();
  }

  private String at(String name) {
    return folder.resolve(name).toString();
  }

  @Test
  @DisplayName("about an answer, and the answer is not streamed beside it")
  void understand() throws IOException {
    Map<?, ?> json = run("understand", "q", "--json", "--model", "m");
    assertThat(json.get("text")).isEqualTo("two cats");
    assertThat(json.get("ids")).isEqualTo(List.of(7, 8));
    assertThat(String.valueOf(json.get("finish"))).isEqualToIgnoringCase("end_of_text");
    assertThat(json.get("model")).isEqualTo("m");
    assertThat(json.get("engine")).isEqualTo("onnxruntime");
    assertThat(json.get("timings")).isEqualTo(Map.of("load", 1.5, "paint", 0.25));
    assertThat(json.get("parts")).isEqualTo(Map.of("sampler", "euler 0.1.0"));
    assertThat(json.get("versions")).asString().contains("nexusgen=", "java=");
    assertThat(json.get("warnings")).isEqualTo(List.of("size 9x9 was rounded up to 16x16"));
  }

  @Test
  @DisplayName("about pictures")
  void generate() throws IOException {
    Map<?, ?> json = run("generate", "a star", "-o", at("o.png"), "--n", "2", "--json");
    assertThat(json.get("files")).isEqualTo(List.of(at("o-1.png"), at("o-2.png")));
    assertThat(json.get("seed")).isEqualTo(52);
    assertThat(json.get("seeds")).isEqualTo(List.of(52, 53));
    assertThat(json.get("size")).isEqualTo(List.of(16, 16));
    assertThat(json.get("prompt")).isEqualTo("a star");
    assertThat(json.get("ids")).isEqualTo(List.of(7, 8));
    assertThat(json.get("text")).isEqualTo("here it is");
  }

  @Test
  @DisplayName("about embeddings")
  void embeddings() throws IOException {
    Map<?, ?> imagined = run("imagine", "a star", "-o", at("e.safetensors"), "--json");
    assertThat(imagined.get("files")).isEqualTo(List.of(at("e.safetensors")));
    assertThat(imagined.get("ids")).isEqualTo(List.of(7, 8));
    Path picture = folder.resolve("in.png");
    new JavaImageFiles().writePng(new Image(1, 1, Image.Channels.RGB, new byte[3]), picture);
    Map<?, ?> encoded =
        run("encode", "--image", picture.toString(), "-o", at("r.safetensors"), "--json");
    assertThat(encoded.get("grid")).isEqualTo(List.of(1, 4, 4));
    assertThat(encoded.get("timings")).asString().contains("encode=");
  }

  @Test
  @DisplayName("about a model")
  void model() throws IOException {
    Map<?, ?> json = run("models", "info", Golden.starter().toString(), "--json");
    assertThat((List<?>) json.get("can"))
        .asString()
        .contains("encode", "understand", "imagine", "generate", "edit", "decode", "chat");
    assertThat(((Map<?, ?>) json.get("backbone")).get("hidden_size")).isEqualTo(128);
    assertThat(((Map<?, ?>) json.get("vision")).get("depth")).isEqualTo(4);
    assertThat((Map<?, ?>) json.get("weights")).hasSizeGreaterThanOrEqualTo(4);
  }
}
