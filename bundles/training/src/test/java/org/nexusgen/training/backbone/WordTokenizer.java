package org.nexusgen.training.backbone;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.nexusgen.api.message.Message;
import org.nexusgen.api.message.Part;
import org.nexusgen.api.text.Tokenizer;

/** Every word is a token, in the order in which words are met; a system message comes first. */
final class WordTokenizer implements Tokenizer {
  private final List<String> words =
      new ArrayList<>(
          List.of(
              "<|im_start|>",
              "<|im_end|>",
              "<|vision_start|>",
              "<|image_pad|>",
              "<|vision_end|>",
              "\n"));

  @Override
  public EncodedChat encode(List<Message> messages, boolean addGenerationPrompt) {
    StringBuilder text = new StringBuilder("<|im_start|> system \n be nice <|im_end|> \n");
    for (Message message : messages) {
      text.append(" <|im_start|> ").append(message.role().word()).append(" \n ");
      for (Part part : message.parts()) {
        text.append(
            switch (part) {
              case Part.TextPart words -> words.text() + " ";
              case Part.ImagePart image -> "<|vision_start|> <|image_pad|> <|vision_end|> ";
            });
      }
      text.append("<|im_end|> \n");
    }
    return new EncodedChat(encodeText(text.toString()), text.toString(), Set.of());
  }

  @Override
  public int[] encodeText(String text) {
    List<Integer> ids = new ArrayList<>();
    for (String word : text.replace("\n", " NL ").trim().split(" +")) {
      String known = word.equals("NL") ? "\n" : word;
      if (!words.contains(known)) {
        words.add(known);
      }
      ids.add(words.indexOf(known));
    }
    return ids.stream().mapToInt(Integer::intValue).toArray();
  }

  @Override
  public int[] encodeMarkup(String markup) {
    return encodeText(markup.replace("|>", "|> ").replace("<|", " <|"));
  }

  @Override
  public String decode(int[] ids, boolean skipSpecialTokens) {
    List<String> text = new ArrayList<>();
    for (int id : ids) {
      text.add(words.get(id));
    }
    return String.join(" ", text).replace("\n", "NL");
  }

  @Override
  public StreamingDecoder streamingDecoder(boolean skipSpecialTokens) {
    throw new UnsupportedOperationException();
  }

  @Override
  public OptionalInt id(String token) {
    int id = words.indexOf(token);
    return id < 0 ? OptionalInt.empty() : OptionalInt.of(id);
  }

  @Override
  public void close() {}
}
