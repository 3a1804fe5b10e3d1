package org.nexusgen.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.image.Image;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.image.ImageModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.Conversation;
import org.nexusgen.api.Conversation.ChatOptions;
import org.nexusgen.api.Conversation.Kind;
import org.nexusgen.api.DecodeOptions;
import org.nexusgen.api.JobListener;
import org.nexusgen.api.Language;
import org.nexusgen.api.NexusGen;
import org.nexusgen.api.NexusGenConfig;
import org.nexusgen.api.PaintingRequest;
import org.nexusgen.api.TokenOptions;
import org.nexusgen.api.image.Image.Channels;
import org.nexusgen.api.image.ImageFiles;

@DisplayName("The model that ships, behind LangChain4j's interfaces,")
class ShippedModelTest {
  private static final ImageFiles FILES = ImageFiles.installed();
  private static final DecodeOptions TWO_STEPS = DecodeOptions.model().withSteps(2);
  private static final String PROMPT = "three green triangles";

  private static final NexusGen MODEL = NexusGen.open(NexusGenConfig.of(folder()));

  @AfterAll
  static void close() {
    MODEL.close();
  }

  @Test
  @DisplayName("paints, changes and describes the pictures that it paints without an adapter")
  void paintsChangesDescribes() {
    ImageModel images = new NexusGenImageModel(MODEL, FILES, TWO_STEPS);
    ChatModel chat = new NexusGenChatModel(MODEL, FILES);

    List<Image> painted = images.generate(PROMPT, 1).content();
    var plain = MODEL.generate(PaintingRequest.of(PROMPT).withDecoding(TWO_STEPS));
    assertThat(painted).hasSize(1);
    assertThat(new Pictures(FILES).read(painted.get(0)).pixels()).isEqualTo(plain.image().pixels());
    assertThat(painted.get(0).mimeType()).isEqualTo("image/png");

    Image changed = images.edit(painted.get(0), "change the background to black").content();
    assertThat(changed.base64Data()).isNotEqualTo(painted.get(0).base64Data());

    String said =
        chat.chat(
                UserMessage.from(
                    ImageContent.from(painted.get(0)), TextContent.from("describe the image.")))
            .aiMessage()
            .text();
    assertThat(said).contains("triangle");
  }

  @Test
  @DisplayName("goes on from what was said before as a conversation does")
  void goesOn() {
    var picture = new org.nexusgen.api.image.Image(72, 72, Channels.RGB, new byte[3 * 72 * 72]);
    String first = "what is the background?";
    String second = "how many objects are there?";
    Conversation conversation = MODEL.chat();
    String said = say(conversation, List.of(picture), first);
    String then = say(conversation, List.of(), second);

    ChatModel chat = new NexusGenChatModel(MODEL, FILES);
    var shown = ImageContent.from(new Pictures(FILES).write(picture, ""));
    var answer =
        chat.chat(
            UserMessage.from(shown, TextContent.from(first)),
            AiMessage.from(said),
            UserMessage.from(second));
    assertThat(answer.aiMessage().text()).isEqualTo(then);
    assertThat(answer.tokenUsage().inputTokenCount()).isGreaterThan(36);
  }

  private static String say(
      Conversation conversation, List<org.nexusgen.api.image.Image> images, String text) {
    ChatOptions options =
        new ChatOptions(Kind.TALK, Language.EN, TokenOptions.model(), DecodeOptions.model());
    return conversation.say(images, text, options, JobListener.silent(), new Cancellation()).text();
  }

  @Test
  @DisplayName("refuses a number of pictures below 1")
  void refusesNoPictures() {
    ImageModel images = new NexusGenImageModel(MODEL, FILES, TWO_STEPS);
    assertThatThrownBy(() -> images.generate(PROMPT, 0))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("wants 1 or more");
  }

  /** The model's folder, found upwards from the working folder. */
  private static Path folder() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(folder.resolve("distribution/models/mini"))) {
      folder = folder.getParent();
    }
    return folder.resolve("distribution/models/mini");
  }
}
