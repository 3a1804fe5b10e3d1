package org.nexusgen.data.shapes;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.train.TrainingSample;
import org.nexusgen.api.train.TrainingSample.Drill;
import org.nexusgen.api.train.TrainingSample.Task;
import org.nexusgen.data.unified.Conversations;
import org.nexusgen.data.unified.Sample;
import org.nexusgen.data.unified.Turn;

/**
 * A conversation about the shapes world.
 *
 * @param kind what exactly is asked, such as {@code recolour}; {@value #SEVERAL} for several
 *     questions
 * @param scenes of its pictures, in order
 * @param truth what the scorer must know
 * @param alternatives whether its questions, prompts or edits stand each for itself
 * @param drills on its first picture
 */
public record ShapesSample(
    Task task,
    String kind,
    List<Scene> scenes,
    List<Turn> messages,
    Map<String, String> truth,
    boolean alternatives,
    List<Drill> drills) {
  static final String SEVERAL = "questions";

  /** Turns that follow each other, and no drills. */
  public ShapesSample(
      Task task, String kind, List<Scene> scenes, List<Turn> messages, Map<String, String> truth) {
    this(task, kind, scenes, messages, truth, false, List.of());
  }

  public ShapesSample {
    scenes = List.copyOf(scenes);
    messages = List.copyOf(messages);
    truth = Map.copyOf(truth);
    drills = List.copyOf(drills);
  }

  /** Its pictures, drawn. */
  public List<Image> images() {
    return scenes.stream().map(SceneRenderer::render).toList();
  }

  /** As a dataset has it, whose pictures are in files. */
  public Sample unified(List<String> files) {
    Map<String, String> about = new HashMap<>(truth);
    about.put(Sample.KIND, kind);
    return new Sample(files, messages, about);
  }

  /** As trainers and scorers have it. */
  TrainingSample training(String id) {
    return new TrainingSample(
        id, task, kind, Conversations.messages(messages, images()), truth, alternatives, drills);
  }
}
