package org.nexusgen.data.shapes;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nexusgen.data.unified.Role;
import org.nexusgen.data.unified.Task;
import org.nexusgen.data.unified.Turn;

/**
 * An endless dataset: every index has its own sample, the same for the same seed on every machine.
 * Scenes that are held out for tests, a tenth by their content, are in no sample of training.
 */
public final class ShapesWorld {
  private static final String DRAWN = "here is an image based on the description: " + Turn.IMAGE;
  private static final String EDITED = "here is the edited image: " + Turn.IMAGE;
  private static final int MOST_QUESTIONS = 4;

  private final long seed;
  private final Part part;
  private final TaskShares shares;

  /** Which scenes. */
  public enum Part {
    TRAINING,
    HELD_OUT;

    private boolean has(Scene scene) {
      return scene.isHeldOut() == (this == HELD_OUT);
    }
  }

  public ShapesWorld(long seed, Part part, TaskShares shares) {
    this.seed = seed;
    this.part = part;
    this.shares = shares;
  }

  /** The sample at an index of 0 or more. */
  public ShapesSample sample(long index) {
    // Two rounds of a splittable source: neighbouring seeds and indices have unrelated samples.
    Draw draw = new Draw(new Draw(seed).nextLong() + new Draw(index).nextLong());
    return switch (shares.draw(draw)) {
      case UNDERSTANDING -> understanding(draw);
      case GENERATION -> generation(draw);
      case EDITING -> editing(draw);
    };
  }

  private ShapesSample understanding(Draw draw) {
    Scene scene = scene(draw);
    List<Question> questions = new QuestionMaker(draw).some(1 + draw.below(MOST_QUESTIONS), scene);
    List<Turn> turns = new ArrayList<>();
    for (Question question : questions) {
      String mark = turns.isEmpty() ? Turn.IMAGE : "";
      turns.add(new Turn(Role.USER, mark + question.text()));
      turns.add(new Turn(Role.ASSISTANT, question.answer()));
    }
    return new ShapesSample(
        Task.UNDERSTANDING, "questions", List.of(SceneRenderer.render(scene)), turns);
  }

  private ShapesSample generation(Draw draw) {
    DescriptionMaker maker = new DescriptionMaker(draw);
    Description description;
    do {
      description = maker.make(draw.oneOf(Description.Kind.values()));
    } while (!part.has(description.scene()));
    return new ShapesSample(
        Task.GENERATION,
        description.kind().word(),
        List.of(SceneRenderer.render(description.scene())),
        List.of(Turn.user(maker.framed(description.text())), Turn.assistant(DRAWN)));
  }

  private ShapesSample editing(Draw draw) {
    EditMaker maker = new EditMaker(draw);
    Optional<Edit> edit;
    do {
      edit = maker.make(draw.oneOf(Edit.Kind.values()), scene(draw));
    } while (edit.isEmpty() || !part.has(edit.get().target()));
    Edit asked = edit.get();
    return new ShapesSample(
        Task.EDITING,
        asked.kind().word(),
        List.of(SceneRenderer.render(asked.source()), SceneRenderer.render(asked.target())),
        List.of(Turn.user(Turn.IMAGE + " " + asked.instruction()), Turn.assistant(EDITED)));
  }

  private Scene scene(Draw draw) {
    Scene scene;
    do {
      scene = draw.scene();
    } while (!part.has(scene));
    return scene;
  }
}
