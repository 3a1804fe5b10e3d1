package org.nexusgen.pipeline;

import java.util.List;
import org.nexusgen.api.JobListener;
import org.nexusgen.api.backbone.GenerationListener;
import org.nexusgen.api.text.Tokenizer.StreamingDecoder;
import org.nexusgen.api.vision.ImageEmbedding;

/**
 * Passes an answer on while it is written, and ends it where a stop text begins. The end of the
 * text is held back as long as a stop text may begin in it.
 */
final class AnswerStream implements GenerationListener {
  private final StreamingDecoder decoder;
  private final List<String> stops;
  private final JobListener listener;
  private final int budget;
  private final StringBuilder text = new StringBuilder();
  private final int heldBack;
  private int told;
  private int tokens;
  private int end = -1;

  AnswerStream(StreamingDecoder decoder, List<String> stops, JobListener listener, int budget) {
    this.decoder = decoder;
    this.stops = stops;
    this.listener = listener;
    this.budget = budget;
    this.heldBack = Math.max(0, stops.stream().mapToInt(String::length).max().orElse(0) - 1);
  }

  @Override
  public boolean token(int id) {
    listener.progress("write", ++tokens, budget);
    return append(decoder.next(id));
  }

  @Override
  public void imageProgress(int done, int total) {
    listener.progress("imagine", done, total);
  }

  @Override
  public void image(ImageEmbedding embedding) {
    tokens += embedding.tokens();
    append(decoder.finish() + Templates.IMAGE_MARK);
  }

  /** Tells what was held back. */
  void finish() {
    append(decoder.finish());
    tell(text.length());
  }

  /** Whether a stop text ended the answer. */
  boolean stopped() {
    return end >= 0;
  }

  /** An answer's text up to the first stop text. */
  String cut(String answer) {
    int cut = firstStop(answer);
    return cut < 0 ? answer : answer.substring(0, cut);
  }

  private boolean append(String piece) {
    if (end >= 0) {
      return false;
    }
    text.append(piece);
    end = firstStop(text.toString());
    if (end >= 0) {
      text.setLength(end);
    }
    tell(end >= 0 ? end : text.length() - heldBack);
    return end < 0;
  }

  private int firstStop(String within) {
    return stops.stream().mapToInt(within::indexOf).filter(at -> at >= 0).min().orElse(-1);
  }

  private void tell(int until) {
    if (until > told) {
      listener.text(text.substring(told, until));
      told = until;
    }
  }
}
