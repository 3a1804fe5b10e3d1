package org.nexusgen.eval;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.message.Message;
import org.nexusgen.api.message.Part;
import org.nexusgen.api.message.Role;
import org.nexusgen.api.train.TrainingSample;

/** What samples say, in the form in which a model is asked. */
final class SampleText {
  /** Marks a picture in an instruction, as the reference's scripts write it. */
  private static final String MARK = "<image>";

  /** Which the product puts around every prompt (image_generation.py). */
  static final String TEMPLATE = "generate an image according to the following description: ";

  private SampleText() {}

  /** A question with the pictures shown until then, and the answer's number. */
  record Asked(List<Image> pictures, String question, String answer, int turn) {}

  /** The questions of a conversation that are answered in words. */
  static List<Asked> questions(TrainingSample sample) {
    List<Asked> asked = new ArrayList<>();
    List<Image> pictures = new ArrayList<>();
    String question = "";
    int turn = 0;
    for (Message message : sample.messages()) {
      if (message.role() == Role.USER) {
        question = words(message);
      } else if (message.role() == Role.ASSISTANT) {
        if (message.images().isEmpty()) {
          asked.add(new Asked(List.copyOf(pictures), question, words(message), turn));
        }
        turn++;
      }
      pictures.addAll(message.images());
    }
    return asked;
  }

  /** The instruction of the last request, pictures marked; a prompt without the template. */
  static String request(TrainingSample sample) {
    String prompt = sample.truth().get("prompt");
    return prompt != null ? prompt : withoutTemplate(marked(sample.messages().get(last(sample))));
  }

  /** The pictures shown before the answer. */
  static List<Image> sources(TrainingSample sample) {
    return sample.messages().subList(0, last(sample) + 1).stream()
        .flatMap(message -> message.images().stream())
        .toList();
  }

  /** The last picture: the one that is wanted, or asked about. */
  static Image target(TrainingSample sample) {
    List<Image> pictures =
        sample.messages().stream().flatMap(message -> message.images().stream()).toList();
    return pictures.getLast();
  }

  /** By what else scores are grouped. */
  static Map<String, String> groups(TrainingSample sample, int turn) {
    Map<String, String> groups = new HashMap<>();
    for (String name : List.of("reference", "objects")) {
      String value = part(sample, name, turn);
      if (!value.isEmpty()) {
        groups.put(name, value);
      }
    }
    return groups;
  }

  /** The kind of the n-th question. */
  static String questionKind(TrainingSample sample, int turn) {
    String kind = part(sample, "questions", turn);
    return kind.isEmpty() ? sample.kind() : kind;
  }

  /** What the truth says of a turn: one word for all turns, or one a turn, commas between. */
  private static String part(TrainingSample sample, String name, int turn) {
    List<String> parts = List.of(sample.truth().getOrDefault(name, "").split(",", -1));
    return parts.get(Math.min(turn, parts.size() - 1));
  }

  /** The last message of a user before the last picture of the assistant. */
  private static int last(TrainingSample sample) {
    List<Message> messages = sample.messages();
    int at = messages.size() - 1;
    while (at > 0
        && !(messages.get(at).role() == Role.USER
            && !messages.get(Math.min(at + 1, messages.size() - 1)).images().isEmpty())) {
      at--;
    }
    return at;
  }

  private static String withoutTemplate(String prompt) {
    return prompt.toLowerCase(Locale.ROOT).startsWith(TEMPLATE)
        ? prompt.substring(TEMPLATE.length())
        : prompt;
  }

  private static String words(Message message) {
    return joined(message, "").strip();
  }

  private static String marked(Message message) {
    return joined(message, MARK).strip();
  }

  private static String joined(Message message, String mark) {
    return message.parts().stream()
        .map(
            part ->
                switch (part) {
                  case Part.TextPart text -> text.text();
                  case Part.ImagePart image -> mark;
                })
        .collect(Collectors.joining());
  }
}
