package org.nexusgen.pipeline;

import java.util.ArrayList;
import java.util.List;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.Conversation;
import org.nexusgen.api.ImaginingRequest;
import org.nexusgen.api.JobListener;
import org.nexusgen.api.Painting;
import org.nexusgen.api.PaintingRequest;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.message.Message;
import org.nexusgen.api.message.Part;
import org.nexusgen.api.vision.ImageRoute;

/**
 * A conversation. Words are answered with what was said since the last drawn picture in view, that
 * picture first: this is how the model was trained to see pictures. Drawing and editing are asked
 * as the single jobs ask them.
 */
final class Chat implements Conversation {
  private final OpenModel model;
  private final List<Message> history = new ArrayList<>();

  /** What the backbone sees of the history when it is asked with words. */
  private final List<Message> view = new ArrayList<>();

  /** Drawn pictures that wait for the next question to be shown with. */
  private final List<Image> unseen = new ArrayList<>();

  private final List<Image> pictures = new ArrayList<>();

  Chat(OpenModel model) {
    this.model = model;
  }

  @Override
  public Reply say(
      List<Image> images,
      String text,
      ChatOptions options,
      JobListener listener,
      Cancellation cancellation) {
    return switch (options.kind()) {
      case TALK -> talk(images, text, options, listener, cancellation);
      case DRAW -> {
        PaintingRequest request = request(List.of(), text, options);
        yield drawn(images, text, model.generate(request, listener, cancellation));
      }
      case EDIT -> {
        List<Image> sources = images.isEmpty() ? lastPicture() : images;
        PaintingRequest request = request(sources, text, options);
        yield drawn(images, text, model.edit(request, listener, cancellation));
      }
    };
  }

  @Override
  public List<Message> history() {
    return List.copyOf(history);
  }

  @Override
  public void clear() {
    history.clear();
    view.clear();
    unseen.clear();
    pictures.clear();
  }

  private Reply talk(
      List<Image> images,
      String text,
      ChatOptions options,
      JobListener listener,
      Cancellation cancellation) {
    List<Image> shown = new ArrayList<>(unseen);
    shown.addAll(images);
    Message question = Templates.question(shown, text).get(0);
    List<Message> asked = new ArrayList<>(view);
    asked.add(question);
    return model.job(
        "chat",
        options.parts(),
        bench -> {
          model.requireWords(bench, asked);
          Writer.Written written =
              model
                  .writer(bench, options.tokens())
                  .write(
                      asked,
                      ImageRoute.UNDERSTANDING,
                      options.tokens(),
                      1,
                      false,
                      listener,
                      cancellation);
          List<Image> painted =
              written.generation().images().isEmpty()
                  ? List.of()
                  : model.paintAnswer(
                      bench, written, lastOf(images), options.decoding(), listener, cancellation);
          keep(images, text, question, written.text(), painted);
          return new Reply(written.text(), painted, bench.report().build());
        });
  }

  /** Remembers a turn of words. Nothing is remembered of a turn that failed. */
  private void keep(
      List<Image> images, String text, Message question, String answer, List<Image> painted) {
    unseen.clear();
    pictures.addAll(images);
    remember(images, text, answer, painted);
    if (painted.isEmpty()) {
      view.add(question);
      view.add(Message.assistant(Part.text(answer)));
    }
  }

  private Reply drawn(List<Image> images, String text, Painting painting) {
    List<Image> painted = painting.pictures().stream().map(one -> one.image()).toList();
    pictures.addAll(images);
    remember(images, text, painting.text(), painted);
    return new Reply(painting.text(), painted, painting.report());
  }

  private void remember(List<Image> images, String text, String answer, List<Image> painted) {
    history.add(Templates.question(images, text).get(0));
    List<Part> parts = new ArrayList<>();
    parts.add(Part.text(answer));
    painted.forEach(image -> parts.add(Part.image(image)));
    history.add(Message.assistant(parts.toArray(Part[]::new)));
    if (!painted.isEmpty()) {
      view.clear();
      unseen.clear();
      unseen.add(painted.get(painted.size() - 1));
      pictures.addAll(painted);
    }
  }

  private List<Image> lastOf(List<Image> images) {
    if (!images.isEmpty()) {
      return images.subList(images.size() - 1, images.size());
    }
    return pictures.isEmpty() ? List.of() : lastPicture();
  }

  private List<Image> lastPicture() {
    if (pictures.isEmpty()) {
      throw new BadInputException(
          "edit: no picture in this conversation yet; show one or draw one first");
    }
    return List.of(pictures.get(pictures.size() - 1));
  }

  private static PaintingRequest request(List<Image> sources, String text, ChatOptions options) {
    return new PaintingRequest(
        new ImaginingRequest(
            sources, text, options.language(), false, options.tokens(), options.parts()),
        options.decoding());
  }
}
