package org.nexusgen.data.convert;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.nexusgen.api.message.Role;
import org.nexusgen.data.json.Place;
import org.nexusgen.data.json.Records;
import org.nexusgen.data.unified.Turn;

/** Messages of OpenAI's chat interface: text, or parts {@code text} and {@code image_url}. */
final class OpenAiChats {
  private final Conversion conversion;

  OpenAiChats(Conversion conversion) {
    this.conversion = conversion;
  }

  void convert(Path input) {
    Records.forEach(input, this::convert);
  }

  private void convert(Place place, Map<String, Object> row) {
    List<String> files = new ArrayList<>();
    List<Turn> turns = new ArrayList<>();
    Object messages = conversion.field(row, "messages", List.of("messages"), place);
    for (Object each : Conversion.list(messages, "'messages'", place)) {
      Map<String, Object> message = Conversion.object(each, "a message", place);
      Role role =
          switch (Conversion.text(message.getOrDefault("role", ""), "role", place)) {
            case "system", "developer" -> Role.SYSTEM;
            case "user" -> Role.USER;
            case "assistant" -> Role.ASSISTANT;
            default -> throw place.bad("a role is not one of system, developer, user, assistant");
          };
      turns.add(new Turn(role, content(message.getOrDefault("content", ""), files, place)));
    }
    conversion.add(place, files, turns);
  }

  private String content(Object content, List<String> files, Place place) {
    if (content instanceof String text) {
      return text;
    }
    StringBuilder text = new StringBuilder();
    for (Object each : Conversion.list(content, "a message's content", place)) {
      Map<String, Object> part = Conversion.object(each, "a content part", place);
      switch (Conversion.text(part.getOrDefault("type", ""), "type of a part", place)) {
        case "text" -> text.append(Conversion.text(part.getOrDefault("text", ""), "text", place));
        case "image_url" -> {
          Object image = part.getOrDefault("image_url", "");
          String url =
              image instanceof Map<?, ?>
                  ? Conversion.text(
                      Conversion.object(image, "image_url", place).getOrDefault("url", ""),
                      "url",
                      place)
                  : Conversion.text(image, "image_url", place);
          files.add(picture(url, place));
          text.append(Turn.IMAGE);
        }
        default -> throw place.bad("a content part is neither 'text' nor 'image_url'");
      }
    }
    return text.toString();
  }

  private String picture(String url, Place place) {
    if (!url.startsWith("data:")) {
      return conversion.file(url.replaceFirst("^file://", ""), place);
    }
    int comma = url.indexOf(',');
    if (comma < 0 || !url.substring(0, comma).endsWith(";base64")) {
      throw place.bad("a data URL is not base64");
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(url.substring(comma + 1));
      return conversion.store(bytes, "the picture of a data URL", place);
    } catch (IllegalArgumentException e) {
      throw place.bad("a data URL is not base64: " + e.getMessage(), e);
    }
  }
}
