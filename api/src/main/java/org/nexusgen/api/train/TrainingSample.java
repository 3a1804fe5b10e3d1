package org.nexusgen.api.train;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.nexusgen.api.message.Message;
import org.nexusgen.api.message.Role;

/**
 * One conversation to learn from or to be scored on.
 *
 * @param id tells it apart, such as {@code train.jsonl:17}; for messages
 * @param task what it teaches
 * @param kind what exactly is asked, such as {@code recolour}; free words for tables
 * @param messages pictures and words in order
 * @param truth what a scorer knows of the right result, in its own words; may be empty
 * @param alternatives whether each question and its answer stand alone behind the pictures of the
 *     first message, and not behind each other
 * @param drills short texts behind the same pictures that are learned besides; they are no chats
 */
public record TrainingSample(
    String id,
    Task task,
    String kind,
    List<Message> messages,
    Map<String, String> truth,
    boolean alternatives,
    List<Drill> drills) {
  /**
   * Words that follow on a picture at once, such as {@code star} and then {@code yellow large top
   * left}: one look-up a word, which questions and edits are later made of.
   *
   * @param given words that are only read
   * @param learned words that are to follow
   */
  public record Drill(String given, String learned) {}

  /** A conversation and nothing else. */
  public TrainingSample(
      String id, Task task, String kind, List<Message> messages, Map<String, String> truth) {
    this(id, task, kind, messages, truth, false, List.of());
  }

  /** What a conversation teaches; it follows from who shows pictures. */
  public enum Task {
    /** The assistant answers in words. */
    UNDERSTANDING,
    /** The assistant shows a picture and nobody showed one before. */
    GENERATION,
    /** The assistant shows a picture after the user did. */
    EDITING;

    /** In lower case. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** What messages teach. */
    public static Task of(List<Message> messages) {
      boolean seen = false;
      for (Message message : messages) {
        boolean shows = !message.images().isEmpty();
        if (shows && message.role() == Role.ASSISTANT) {
          return seen ? EDITING : GENERATION;
        }
        seen |= shows;
      }
      return UNDERSTANDING;
    }
  }

  public TrainingSample {
    messages = List.copyOf(messages);
    truth = Map.copyOf(truth);
    drills = List.copyOf(drills);
  }
}
