package org.nexusgen.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Expected texts are those of Jinja2 3.1, set up as transformers sets it up. */
@DisplayName("A template gives what Jinja2 gives:")
class JinjaConformanceTest {
  @TestFactory
  Stream<DynamicTest> templates() throws IOException {
    Map<String, Object> data = data();
    return GoldenTokenizationTest.objects(data.get("cases")).stream()
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    (String) entry.get("name"),
                    () ->
                        assertThat(render((String) entry.get("template"), data.get("messages")))
                            .isEqualTo(entry.get("rendered"))));
  }

  private static String render(String template, Object messages) {
    Map<String, Object> variables =
        Map.of(
            "messages",
            messages,
            "add_generation_prompt",
            true,
            "bos_token",
            "<s>",
            "eos_token",
            "</s>");
    return new JinjaTemplate("test", template, Map.of()).render(variables);
  }

  private static Map<String, Object> data() throws IOException {
    try (InputStream in =
            Objects.requireNonNull(JinjaConformanceTest.class.getResourceAsStream("jinja.json"));
        JsonParser parser =
            JsonValues.parser(new String(in.readAllBytes(), StandardCharsets.UTF_8))) {
      parser.nextToken();
      Map<String, Object> data = JsonValues.object(parser, "jinja.json");
      assertThat((List<?>) data.get("cases")).hasSizeGreaterThan(30);
      return data;
    }
  }
}
