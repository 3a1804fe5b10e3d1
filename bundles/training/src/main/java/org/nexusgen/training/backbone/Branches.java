package org.nexusgen.training.backbone;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.message.Message;
import org.nexusgen.api.message.Part;
import org.nexusgen.api.text.Tokenizer;
import org.nexusgen.api.train.TrainingSample;
import org.nexusgen.api.train.TrainingSample.Drill;
import org.nexusgen.training.backbone.ChatLabels.Labelled;

/**
 * Samples whose questions stand each for itself behind the same pictures: one beginning and a
 * branch for each of them, and for each drill.
 *
 * @param labels of chats
 * @param tokenizer of the model
 * @param weighting of drills' tokens
 * @param pictureEnd id that ends a picture
 */
record Branches(ChatLabels labels, Tokenizer tokenizer, LabelWeighting weighting, int pictureEnd) {
  /**
   * A sequence with branches, pictures still one placeholder each.
   *
   * @param all ids and label weights, one branch after another
   * @param starts places where branches begin
   */
  record Branched(Labelled all, List<Integer> starts) {}

  Branched of(TrainingSample sample) {
    List<Labelled> chats = chats(sample);
    int shared = shared(sample, chats);
    List<Labelled> pieces = new ArrayList<>(List.of(part(chats.get(0), 0, shared)));
    chats.forEach(chat -> pieces.add(part(chat, shared, chat.ids().length)));
    sample.drills().forEach(drill -> pieces.add(drill(drill)));
    List<Integer> starts = new ArrayList<>();
    int at = 0;
    for (int i = 0; i < pieces.size(); i++) {
      if (i > 0) {
        starts.add(at);
      }
      at += pieces.get(i).ids().length;
    }
    return new Branched(ChatLabels.joined(pieces), starts);
  }

  /** Each question with its answer, behind the pictures of the first one; or the whole chat. */
  private List<Labelled> chats(TrainingSample sample) {
    if (!sample.alternatives()) {
      return List.of(labels.label(sample.id(), sample.messages()));
    }
    List<Message> messages = sample.messages();
    if (messages.size() % 2 != 0) {
      throw new BadInputException(
          "sample %s: got %d messages, alternatives are pairs of question and answer"
              .formatted(sample.id(), messages.size()));
    }
    List<Part> pictures =
        messages.get(0).parts().stream().filter(Part.ImagePart.class::isInstance).toList();
    List<Labelled> chats = new ArrayList<>();
    for (int i = 0; i < messages.size(); i += 2) {
      Message question = messages.get(i);
      if (i > 0) {
        List<Part> parts = new ArrayList<>(pictures);
        parts.addAll(question.parts());
        question = new Message(question.role(), parts);
      }
      chats.add(labels.label(sample.id(), List.of(question, messages.get(i + 1))));
    }
    return chats;
  }

  /** How many ids all branches begin with: up to the end of the pictures, or what is equal. */
  private int shared(TrainingSample sample, List<Labelled> chats) {
    int[] first = chats.get(0).ids();
    int pictures = sample.messages().get(0).images().size();
    if (pictures > 0) {
      int at = 0;
      for (int seen = 0; seen < pictures; at++) {
        seen += first[at] == pictureEnd ? 1 : 0;
      }
      return at;
    }
    int shared = first.length - 1;
    for (Labelled chat : chats) {
      int mismatch = Arrays.mismatch(first, chat.ids());
      shared = mismatch < 0 ? shared : Math.min(shared, mismatch);
    }
    int learned = 0;
    while (first.length > learned && chats.get(0).weights()[learned] == 0) {
      learned++;
    }
    return Math.min(shared, learned - 1);
  }

  private static Labelled part(Labelled whole, int from, int to) {
    return new Labelled(
        Arrays.copyOfRange(whole.ids(), from, to), Arrays.copyOfRange(whole.weights(), from, to));
  }

  private Labelled drill(Drill drill) {
    int[] given = tokenizer.encodeText(drill.given());
    int[] learned = tokenizer.encodeText(drill.learned());
    int[] ids = Arrays.copyOf(given, given.length + learned.length);
    System.arraycopy(learned, 0, ids, given.length, learned.length);
    float[] weights = new float[ids.length];
    Arrays.fill(weights, given.length, ids.length, weighting.of(learned.length));
    return new Labelled(ids, weights);
  }
}
