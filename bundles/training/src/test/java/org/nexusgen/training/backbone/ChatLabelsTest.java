package org.nexusgen.training.backbone;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.message.Message;
import org.nexusgen.api.message.Part;
import org.nexusgen.api.train.TrainingSample;
import org.nexusgen.api.train.TrainingSample.Drill;
import org.nexusgen.api.train.TrainingSample.Task;
import org.nexusgen.training.backbone.ChatLabels.Labelled;

@DisplayName("Labels of a chat")
class ChatLabelsTest {
  private static final Part PICTURE =
      Part.image(new Image(1, 1, Image.Channels.RGB, new byte[] {1, 2, 3}));
  private static final int IMAGE_PAD = 3;
  private static final int VISION_END = 4;

  private final WordTokenizer tokenizer = new WordTokenizer();
  private final LabelWeighting weighting = new LabelWeighting(2);
  private final ChatLabels labels = new ChatLabels(tokenizer, IMAGE_PAD, LabelWeighting.TOKEN);

  private String learned(Labelled labelled) {
    List<Integer> ids = new ArrayList<>();
    for (int i = 0; i < labelled.ids().length; i++) {
      if (labelled.weights()[i] > 0) {
        ids.add(labelled.ids()[i]);
      }
    }
    return tokenizer.decode(ids.stream().mapToInt(Integer::intValue).toArray(), false);
  }

  @Test
  @DisplayName("are the assistant's words and the ends of its turns; nothing follows the last")
  void words() {
    Labelled labelled =
        labels.label(
            "a",
            List.of(
                Message.user(PICTURE, Part.text("what is it")),
                Message.assistant(Part.text("a star")),
                Message.user(Part.text("which colour")),
                Message.assistant(Part.text("red"))));
    assertThat(learned(labelled)).isEqualTo("a star <|im_end|> red <|im_end|>");
    assertThat(tokenizer.decode(labelled.ids(), false))
        .isEqualTo(
            "<|im_start|> system NL be nice <|im_end|> NL"
                + " <|im_start|> user NL <|vision_start|> <|image_pad|> <|vision_end|>"
                + " what is it <|im_end|> NL"
                + " <|im_start|> assistant NL a star <|im_end|> NL"
                + " <|im_start|> user NL which colour <|im_end|> NL"
                + " <|im_start|> assistant NL red <|im_end|>");
  }

  @Test
  @DisplayName("are the marks around the assistant's pictures, not the placeholders")
  void pictures() {
    Labelled labelled =
        labels.label(
            "a",
            List.of(
                Message.user(Part.text("draw it")), Message.assistant(Part.text("here"), PICTURE)));
    assertThat(learned(labelled)).isEqualTo("here <|vision_start|> <|vision_end|> <|im_end|>");
    Labelled expanded = labelled.expanded(IMAGE_PAD, List.of(4));
    assertThat(expanded.ids()).hasSize(labelled.ids().length + 3);
    assertThat(learned(expanded)).isEqualTo(learned(labelled));
  }

  @Test
  @DisplayName("of alternatives share a beginning, and drills come bare behind the picture")
  void branches() {
    TrainingSample sample =
        new TrainingSample(
            "a",
            Task.UNDERSTANDING,
            "several",
            List.of(
                Message.user(PICTURE, Part.text("what is it")),
                Message.assistant(Part.text("a big red star")),
                Message.user(Part.text("which colour")),
                Message.assistant(Part.text("red"))),
            Map.of(),
            true,
            List.of(new Drill("star", "red big left")));
    ChatLabels capped = new ChatLabels(tokenizer, IMAGE_PAD, weighting);
    Branches.Branched branched = new Branches(capped, tokenizer, weighting, VISION_END).of(sample);
    List<String> pieces = new ArrayList<>();
    List<Integer> ends = new ArrayList<>(branched.starts());
    ends.add(branched.all().ids().length);
    int from = 0;
    for (int end : ends) {
      pieces.add(tokenizer.decode(Arrays.copyOfRange(branched.all().ids(), from, end), false));
      from = end;
    }
    assertThat(pieces)
        .containsExactly(
            "<|im_start|> system NL be nice <|im_end|> NL"
                + " <|im_start|> user NL <|vision_start|> <|image_pad|> <|vision_end|>",
            "what is it <|im_end|> NL <|im_start|> assistant NL a big red star <|im_end|>",
            "which colour <|im_end|> NL <|im_start|> assistant NL red <|im_end|>",
            "star red big left");
    assertThat(learned(branched.all()))
        .isEqualTo("a big red star <|im_end|> red <|im_end|> red big left");
    float[] weights = branched.all().weights();
    assertThat(weights[weights.length - 1]).isEqualTo(2f / 3);
    assertThat(weights[weights.length - 4]).isZero();
    assertThat(weights[weights.length - 5]).isEqualTo(1);
  }
}
