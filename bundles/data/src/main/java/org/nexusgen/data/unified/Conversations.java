package org.nexusgen.data.unified;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.message.Message;
import org.nexusgen.api.message.Part;

/** Turns with marks as messages with pictures. */
public final class Conversations {
  private Conversations() {}

  /** Puts pictures at their marks; text stays as it is, spaces around marks included. */
  public static List<Message> messages(List<Turn> turns, List<Image> images) {
    Iterator<Image> next = images.iterator();
    return turns.stream().map(turn -> new Message(turn.role(), parts(turn, next))).toList();
  }

  private static List<Part> parts(Turn turn, Iterator<Image> next) {
    List<Part> parts = new ArrayList<>();
    String text = turn.content();
    int from = 0;
    for (int mark = text.indexOf(Turn.IMAGE); mark >= 0; mark = text.indexOf(Turn.IMAGE, from)) {
      addText(parts, text.substring(from, mark));
      parts.add(Part.image(next.next()));
      from = mark + Turn.IMAGE.length();
    }
    addText(parts, text.substring(from));
    return parts;
  }

  private static void addText(List<Part> parts, String text) {
    if (!text.isEmpty()) {
      parts.add(Part.text(text));
    }
  }
}
