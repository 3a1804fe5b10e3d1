package org.nexusgen.training.backbone;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.message.Message;
import org.nexusgen.api.message.Part;
import org.nexusgen.api.message.Role;
import org.nexusgen.api.text.Tokenizer;

/**
 * Conversations as ids with label weights. Learned are the assistant's words and the mark that ends
 * each of its turns; answers are tokenized apart from what comes before them, and nothing follows
 * the last one (ms-swift's template of the reference).
 */
final class ChatLabels {
  private static final String PICTURE = "<|vision_start|><|image_pad|><|vision_end|>";

  private final Tokenizer tokenizer;
  private final LabelWeighting weighting;
  private final int imagePad;
  private final int turnStart;
  private final int turnEnd;
  private final int[] header;
  private final int[] picture;

  ChatLabels(Tokenizer tokenizer, int imagePad, LabelWeighting weighting) {
    this.tokenizer = tokenizer;
    this.imagePad = imagePad;
    this.weighting = weighting;
    this.turnStart = mark(tokenizer, "<|im_start|>");
    this.turnEnd = mark(tokenizer, "<|im_end|>");
    this.header = tokenizer.encodeMarkup("<|im_start|>assistant\n");
    this.picture = tokenizer.encodeMarkup(PICTURE);
  }

  private static int mark(Tokenizer tokenizer, String mark) {
    return tokenizer
        .id(mark)
        .orElseThrow(() -> new BadInputException("the model's tokenizer has no token " + mark));
  }

  /**
   * A conversation, pictures still one placeholder each.
   *
   * @param ids of all turns
   * @param weights of each id as a label
   */
  @SuppressWarnings("ArrayRecordComponent") // ids are large: sharing is the point
  record Labelled(int[] ids, float[] weights) {
    /** With every placeholder repeated as often as its picture has embeddings. */
    Labelled expanded(int placeholder, List<Integer> tokens) {
      int length = ids.length - tokens.size() + tokens.stream().mapToInt(Integer::intValue).sum();
      int[] expandedIds = new int[length];
      float[] expandedWeights = new float[length];
      int at = 0;
      int pictures = 0;
      for (int i = 0; i < ids.length; i++) {
        int repeats = ids[i] == placeholder ? tokens.get(pictures++) : 1;
        Arrays.fill(expandedIds, at, at + repeats, ids[i]);
        Arrays.fill(expandedWeights, at, at + repeats, weights[i]);
        at += repeats;
      }
      return new Labelled(expandedIds, expandedWeights);
    }
  }

  /** One after another. */
  static Labelled joined(List<Labelled> parts) {
    int length = parts.stream().mapToInt(part -> part.ids().length).sum();
    int[] ids = new int[length];
    float[] weights = new float[length];
    int at = 0;
    for (Labelled part : parts) {
      System.arraycopy(part.ids(), 0, ids, at, part.ids().length);
      System.arraycopy(part.weights(), 0, weights, at, part.ids().length);
      at += part.ids().length;
    }
    return new Labelled(ids, weights);
  }

  /**
   * @param id of the sample, for messages
   * @throws BadInputException if the vocabulary lacks a word of it
   */
  Labelled label(String id, List<Message> messages) {
    Tokenizer.EncodedChat chat = tokenizer.encode(messages, false);
    if (!chat.unknownWords().isEmpty()) {
      throw new BadInputException(
          "sample %s: the model's vocabulary lacks %s".formatted(id, chat.unknownWords()));
    }
    int[] ids = chat.ids();
    List<Integer> starts = new ArrayList<>();
    for (int i = 0; i < ids.length; i++) {
      if (ids[i] == turnStart) {
        starts.add(i);
      }
    }
    // A template may put a system message before the first turn.
    int before = starts.size() - messages.size();
    if (before < 0) {
      throw new NexusGenException(
          "sample %s: the chat template begins %d turns for %d messages"
              .formatted(id, starts.size(), messages.size()));
    }
    Pieces pieces = new Pieces(ids.length);
    for (int turn = 0; turn < starts.size(); turn++) {
      int end = turn + 1 < starts.size() ? starts.get(turn + 1) : ids.length;
      int[] rendered = Arrays.copyOfRange(ids, starts.get(turn), end);
      if (turn >= before && messages.get(turn - before).role() == Role.ASSISTANT) {
        answer(pieces, messages.get(turn - before), rendered, turn + 1 == starts.size());
      } else {
        pieces.add(rendered, 0);
      }
    }
    return pieces.labelled();
  }

  private void answer(Pieces pieces, Message message, int[] rendered, boolean isLast) {
    Pieces words = new Pieces(rendered.length);
    for (Part part : message.parts()) {
      switch (part) {
        case Part.TextPart text -> words.add(tokenizer.encodeText(text.text()), 1);
        case Part.ImagePart image -> words.add(picture, 1);
      }
    }
    words.add(new int[] {turnEnd}, 1);
    int[] learned = words.labelled().ids();
    int labels = (int) Arrays.stream(learned).filter(id -> id != imagePad).count();
    pieces.add(header, 0);
    for (int token : learned) {
      pieces.add(new int[] {token}, token == imagePad ? 0 : weighting.of(labels));
    }
    if (!isLast) {
      pieces.add(behindTurn(rendered), 0);
    }
  }

  private int[] behindTurn(int[] rendered) {
    int last = rendered.length - 1;
    while (last >= 0 && rendered[last] != turnEnd) {
      last--;
    }
    return Arrays.copyOfRange(rendered, last + 1, rendered.length);
  }

  /** Ids and weights that grow. */
  private static final class Pieces {
    private int[] ids;
    private float[] weights;
    private int size;

    Pieces(int capacity) {
      this.ids = new int[Math.max(16, capacity)];
      this.weights = new float[ids.length];
    }

    void add(int[] more, float weight) {
      if (size + more.length > ids.length) {
        ids = Arrays.copyOf(ids, 2 * (size + more.length));
        weights = Arrays.copyOf(weights, ids.length);
      }
      System.arraycopy(more, 0, ids, size, more.length);
      Arrays.fill(weights, size, size + more.length, weight);
      size += more.length;
    }

    Labelled labelled() {
      return new Labelled(Arrays.copyOf(ids, size), Arrays.copyOf(weights, size));
    }
  }
}
