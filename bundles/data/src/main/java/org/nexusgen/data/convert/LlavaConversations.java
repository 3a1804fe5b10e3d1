package org.nexusgen.data.convert;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.nexusgen.api.message.Role;
import org.nexusgen.data.json.Place;
import org.nexusgen.data.json.Records;
import org.nexusgen.data.unified.Turn;

/**
 * The form of LLaVA and ShareGPT: {@code image} or {@code images}, and {@code conversations} of
 * {@code from} (human, gpt, system) and {@code value}.
 */
final class LlavaConversations {
  private final Conversion conversion;

  LlavaConversations(Conversion conversion) {
    this.conversion = conversion;
  }

  void convert(Path input) {
    Records.forEach(input, this::convert);
  }

  private void convert(Place place, Map<String, Object> row) {
    List<String> files = new ArrayList<>();
    Object images = row.getOrDefault("images", row.getOrDefault("image", List.of()));
    for (Object image : images instanceof List<?> several ? several : List.of(images)) {
      files.add(conversion.file(Conversion.text(image, "image", place), place));
    }
    List<Turn> turns = new ArrayList<>();
    if (row.get("system") instanceof String system && !system.isBlank()) {
      turns.add(new Turn(Role.SYSTEM, system));
    }
    Object conversations = conversion.field(row, "conversations", List.of("conversations"), place);
    for (Object said : Conversion.list(conversations, "'conversations'", place)) {
      turns.add(turn(Conversion.object(said, "a conversation's turn", place), place));
    }
    conversion.add(place, files, marked(files, turns));
  }

  private Turn turn(Map<String, Object> said, Place place) {
    String from = Conversion.text(said.getOrDefault("from", ""), "'from'", place);
    String value = Conversion.text(said.getOrDefault("value", ""), "'value'", place);
    Role role =
        switch (from) {
          case "human", "user" -> Role.USER;
          case "gpt", "assistant", "bing", "chatgpt", "bard" -> Role.ASSISTANT;
          case "system" -> Role.SYSTEM;
          default -> throw place.bad("'from' is '%s', wants human, gpt or system".formatted(from));
        };
    return new Turn(role, value);
  }

  /** Pictures that no text marks come first, as LLaVA's own preprocessing puts them. */
  private static List<Turn> marked(List<String> files, List<Turn> turns) {
    if (files.isEmpty() || turns.stream().anyMatch(turn -> turn.images() > 0)) {
      return turns;
    }
    List<Turn> marked = new ArrayList<>(turns);
    for (int i = 0; i < marked.size(); i++) {
      if (marked.get(i).role() == Role.USER) {
        marked.set(i, Turn.user(Turn.IMAGE.repeat(files.size()) + marked.get(i).content()));
        break;
      }
    }
    return marked;
  }
}
