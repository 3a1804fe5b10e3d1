package org.nexusgen.eval;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nexusgen.api.Conversation;
import org.nexusgen.api.Conversation.ChatOptions;
import org.nexusgen.api.Conversation.Kind;
import org.nexusgen.api.Conversation.Reply;
import org.nexusgen.api.JobListener;
import org.nexusgen.api.Language;
import org.nexusgen.api.train.TrainingSample;

/**
 * Conversations: draw a scene, ask about it, edit what was drawn, ask again. Every step has the
 * errors of those before it: {@code seen} and {@code told} are the two descriptions that are right,
 * the others score the edited picture.
 */
record ChatExam(Slice slice) implements Exam {
  static final String TASK = "chat";

  private static final String DESCRIBE = "describe the image.";

  @Override
  public int size() {
    return slice.count();
  }

  @Override
  public void run(Sitting sitting) {
    for (int i = 0; i < slice.count(); i++) {
      TrainingSample sample = slice.samples(i, i + 1).get(0);
      String scene = sample.truth().getOrDefault("source_caption", "");
      String wanted = sample.truth().getOrDefault("caption", "");
      Conversation chat = sitting.model().chat();
      say(chat, Kind.DRAW, scene, i, sitting);
      boolean seen = Judge.equal(scene, say(chat, Kind.TALK, DESCRIBE, i, sitting).text());
      Reply edited = say(chat, Kind.EDIT, instruction(sample), i, sitting);
      boolean told = Judge.equal(wanted, say(chat, Kind.TALK, DESCRIBE, i, sitting).text());
      Map<String, Double> scores =
          new HashMap<>(sitting.judge().picture(sample, edited.pictures().get(0)));
      scores.put("seen", seen ? 1.0 : 0.0);
      scores.put("told", told ? 1.0 : 0.0);
      sitting.board().add(TASK, "draw, ask, edit, ask", Map.of(), scores);
      sitting.progress().add(TASK, 1);
    }
  }

  private static Reply say(Conversation chat, Kind kind, String text, int index, Sitting sitting) {
    ChatOptions options =
        new ChatOptions(
            kind, Language.EN, sitting.settings().tokens(), sitting.settings().decoding(index));
    return chat.say(
        List.of(), text, options, JobListener.silent(), sitting.progress().cancellation());
  }

  /** Without the mark: the picture to change is the one that was drawn. */
  private static String instruction(TrainingSample sample) {
    return SampleText.request(sample).replace("<image>", "").strip();
  }
}
