package org.nexusgen.pipeline;

import java.util.ArrayList;
import java.util.List;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.Language;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.message.Message;
import org.nexusgen.api.message.Part;

/** The words around a user's words, as the reference's scripts put them. */
final class Templates {
  /** Marks a picture's place in an instruction. */
  static final String IMAGE_MARK = "<image>";

  // image_generation.py
  private static final String GENERATE_EN =
      "Generate an image according to the following description: %s";
  private static final String GENERATE_ZH = "根据以下描述生成一张图像：%s";
  private static final String POLISH_EN =
      "Enrich this description of an image with details of objects, colours, light and"
          + " composition. Keep its meaning. Answer with the new description only: %s";
  private static final String POLISH_ZH = "请丰富以下图像描述的细节，保持原意，只回答新的描述：%s";

  private Templates() {}

  static List<Message> question(List<Image> images, String question) {
    List<Part> parts = new ArrayList<>();
    images.forEach(image -> parts.add(Part.image(image)));
    parts.add(Part.text(question));
    return List.of(Message.user(parts.toArray(Part[]::new)));
  }

  static List<Message> generation(String prompt, Language language) {
    String template =
        switch (language) {
          case EN -> GENERATE_EN;
          case ZH -> GENERATE_ZH;
        };
    return List.of(Message.user(Part.text(fill(template, prompt))));
  }

  static List<Message> polishing(String prompt, Language language) {
    String template =
        switch (language) {
          case EN -> POLISH_EN;
          case ZH -> POLISH_ZH;
        };
    return List.of(Message.user(Part.text(fill(template, prompt))));
  }

  /**
   * An instruction with its pictures: where it marks no place for them, they come first, each
   * followed by a space (image_editing.py).
   */
  static List<Message> editing(List<Image> images, String instruction) {
    String marked =
        instruction.contains(IMAGE_MARK)
            ? instruction
            : (IMAGE_MARK + " ").repeat(images.size()) + instruction;
    List<String> texts = List.of(marked.split(IMAGE_MARK, -1));
    int places = texts.size() - 1;
    if (places != images.size()) {
      throw new BadInputException(
          "instruction marks %d places with %s: got %d pictures, wants one for each"
              .formatted(places, IMAGE_MARK, images.size()));
    }
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      if (i > 0) {
        parts.add(Part.image(images.get(i - 1)));
      }
      if (!texts.get(i).isEmpty()) {
        parts.add(Part.text(texts.get(i)));
      }
    }
    return List.of(Message.user(parts.toArray(Part[]::new)));
  }

  // Not String.format on user text: a prompt may hold percent signs, the template has one %s.
  private static String fill(String template, String text) {
    return template.replace("%s", text);
  }
}
