package org.nexusgen.data.shapes;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.message.Message;
import org.nexusgen.api.message.Part;
import org.nexusgen.api.message.Role;
import org.nexusgen.api.train.SampleScorer;
import org.nexusgen.api.train.TrainingSample;
import org.osgi.service.component.annotations.Component;

/**
 * Scores results in the shapes world. Answers are right when they are equal but for white space; a
 * picture is right when nothing but its scene is made out in it.
 *
 * <p>Pictures also have {@code background} and {@code objects}, the share of objects that are
 * right. Edits have {@code changed}, all that was asked for is there, and {@code kept}, everything
 * else is as it was.
 */
@Component(service = SampleScorer.class)
public final class ShapesScorer implements SampleScorer {
  private static final String RIGHT = "right";

  /** Needs nothing. */
  public ShapesScorer() {}

  @Override
  public boolean knows(TrainingSample sample) {
    return Truth.isOfShapes(sample);
  }

  @Override
  public Map<String, Double> answer(TrainingSample sample, int turn, String answer) {
    List<Message> answers =
        sample.messages().stream().filter(each -> each.role() == Role.ASSISTANT).toList();
    if (turn < 0 || turn >= answers.size()) {
      throw new BadInputException(
          "%s has %d answers, turn %d was asked for".formatted(sample.id(), answers.size(), turn));
    }
    return Map.of(RIGHT, one(plain(text(answers.get(turn))).equals(plain(answer))));
  }

  @Override
  public Map<String, Double> picture(TrainingSample sample, Image picture) {
    Scene wanted = Truth.scene(sample);
    Sight seen = PixelScorer.look(picture);
    Map<String, Double> scores = new java.util.LinkedHashMap<>();
    scores.put(RIGHT, one(seen.shows(wanted)));
    scores.put("background", one(seen.background().equals(Optional.of(wanted.background()))));
    scores.put("objects", seen.shareOf(wanted));
    Truth.source(sample)
        .map(source -> new SceneChange(source, wanted))
        .ifPresent(
            change -> {
              scores.put("changed", one(change.isDone(seen)));
              scores.put("kept", one(change.keepsTheRest(seen)));
            });
    return scores;
  }

  private static String text(Message message) {
    return message.parts().stream()
        .map(
            part ->
                switch (part) {
                  case Part.TextPart words -> words.text();
                  case Part.ImagePart image -> " ";
                })
        .collect(Collectors.joining());
  }

  private static String plain(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }

  private static double one(boolean is) {
    return is ? 1 : 0;
  }
}
