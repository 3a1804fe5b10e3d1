package org.nexusgen.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.Language;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.message.Message;
import org.nexusgen.api.message.Part;

class TemplatesTest {
  private static final Image DOT = new Image(1, 1, Image.Channels.RGB, new byte[3]);

  @Test
  void a_description_is_put_into_the_template_of_its_language() {
    assertThat(text(Templates.generation("a 100%s cat", Language.EN)))
        .isEqualTo("Generate an image according to the following description: a 100%s cat");
    assertThat(text(Templates.generation("一只猫", Language.ZH))).isEqualTo("根据以下描述生成一张图像：一只猫");
  }

  @Test
  void an_instruction_without_a_mark_gets_its_picture_in_front() {
    Message message = Templates.editing(List.of(DOT), "make it red").get(0);
    assertThat(message.parts()).containsExactly(Part.image(DOT), Part.text(" make it red"));
  }

  @Test
  void an_instruction_says_where_its_pictures_belong() {
    Message message = Templates.editing(List.of(DOT, DOT), "put <image> on <image>").get(0);
    assertThat(message.parts())
        .containsExactly(Part.text("put "), Part.image(DOT), Part.text(" on "), Part.image(DOT));
  }

  @Test
  void a_mark_without_a_picture_is_refused() {
    assertThatThrownBy(() -> Templates.editing(List.of(DOT), "<image> and <image>"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("marks 2 places")
        .hasMessageContaining("1 pictures");
  }

  @Test
  void a_question_shows_its_pictures_first() {
    Message message = Templates.question(List.of(DOT), "what is it?").get(0);
    assertThat(message.parts()).containsExactly(Part.image(DOT), Part.text("what is it?"));
  }

  private static String text(List<Message> messages) {
    return ((Part.TextPart) messages.get(0).parts().get(0)).text();
  }
}
