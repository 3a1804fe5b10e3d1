package org.nexusgen.api;

import java.util.List;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.message.Message;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A chat with images: questions, pictures to draw, edits of the last picture. Generated pictures
 * join the history and are seen by the model in later turns. One thread at a time.
 */
@ProviderType
public interface Conversation {
  /**
   * Says something, perhaps with pictures, and gives the answer. If the model begins an image, it
   * is painted: as an edit of the last picture if {@code edit}, else from scratch.
   */
  Reply say(
      List<Image> images,
      String text,
      ChatOptions options,
      JobListener listener,
      Cancellation cancellation);

  /** What was said so far. */
  List<Message> history();

  /** Forgets everything. */
  void clear();

  /**
   * How to answer one turn.
   *
   * @param kind what is asked for
   * @param language of the generation template
   * @param tokens how the backbone writes
   * @param decoding how pictures are painted
   * @param parts that should answer
   */
  record ChatOptions(
      Kind kind, Language language, TokenOptions tokens, DecodeOptions decoding, PartChoice parts) {
    /** Options for the parts that rank first. */
    public ChatOptions(Kind kind, Language language, TokenOptions tokens, DecodeOptions decoding) {
      this(kind, language, tokens, decoding, PartChoice.best());
    }
  }

  /** What a turn asks for. */
  enum Kind {
    /** The model decides whether it answers with words or an image. */
    TALK,
    /** A new picture. */
    DRAW,
    /** A change of the last picture. */
    EDIT
  }

  /** Text and pictures of an answer. */
  record Reply(String text, List<Image> pictures, JobReport report) {
    public Reply {
      pictures = List.copyOf(pictures);
    }
  }
}
