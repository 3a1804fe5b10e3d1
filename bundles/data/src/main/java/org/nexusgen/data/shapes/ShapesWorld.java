package org.nexusgen.data.shapes;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.message.Role;
import org.nexusgen.api.train.SampleSource.Split;
import org.nexusgen.api.train.TrainingSample.Task;
import org.nexusgen.data.source.SourceName;
import org.nexusgen.data.unified.Turn;

/**
 * An endless dataset: every index has its own sample, the same for the same seed on every machine.
 * Scenes that are held out for tests, a tenth by their content, are in no sample of training: not
 * asked about, not meant by a prompt in whatever words, neither source nor target of an edit. Every
 * kind of prompt has held-out scenes, but kinds that mean few scenes have few: "a star" has one.
 */
public final class ShapesWorld {
  private static final String DRAWN = "here is an image based on the description: " + Turn.IMAGE;
  private static final String EDITED = "here is the edited image: " + Turn.IMAGE;
  // Rarest wanted: a held-out scene of one kind with a held-out pair, about one in some hundreds.
  private static final int MOST_TRIES = 50_000;

  private final long seed;
  private final Split split;
  private final ShapesSettings settings;

  ShapesWorld(long seed, Split split, ShapesSettings settings) {
    this.seed = seed;
    this.split = split;
    this.settings = settings;
  }

  /** A world with everything in it. */
  public ShapesWorld(long seed, Split split) {
    this(seed, split, ShapesSettings.usual());
  }

  /**
   * A world with settings such as {@code objects=1-2}.
   *
   * @throws BadInputException if there is no such setting
   */
  public static ShapesWorld with(List<String> settings, long seed, Split split) {
    String source =
        ShapesSources.NAME + (settings.isEmpty() ? "" : "?" + String.join("&", settings));
    return new ShapesWorld(seed, split, ShapesSettingsReader.read(SourceName.parse(source)));
  }

  /** The sample at an index of 0 or more, of a task that is drawn by its share. */
  public ShapesSample sample(long index, TaskShares shares) {
    Draw draw = draw(seed, index);
    return sample(shares.draw(draw), draw);
  }

  /** The sample of a task at an index of 0 or more. */
  @SuppressWarnings("EnumOrdinal") // only to tell three tasks' seeds apart
  ShapesSample sample(Task task, long index) {
    return sample(task, draw(seed + task.ordinal() + 1L, index));
  }

  // Two rounds of a splittable source: neighbouring seeds and indices have unrelated samples.
  private static Draw draw(long seed, long index) {
    return new Draw(new Draw(seed).nextLong() + new Draw(index).nextLong());
  }

  private ShapesSample sample(Task task, Draw draw) {
    for (int i = 0; i < MOST_TRIES; i++) {
      Optional<ShapesSample> sample =
          switch (task) {
            case UNDERSTANDING -> understanding(draw);
            case GENERATION -> generation(draw);
            case EDITING -> editing(draw);
          };
      if (sample.isPresent()) {
        return sample.get();
      }
    }
    throw new BadInputException(
        "shapes: no sample of %s fits these settings; allow more kinds, references or pairs"
            .formatted(task.word()));
  }

  private Optional<ShapesSample> understanding(Draw draw) {
    Scene scene = scene(draw);
    List<Question> questions = has(scene) ? questions(draw, scene) : List.of();
    if (questions.isEmpty()) {
      return Optional.empty();
    }
    List<Turn> turns = new ArrayList<>();
    for (Question question : questions) {
      String mark = turns.isEmpty() ? Turn.IMAGE : "";
      turns.add(new Turn(Role.USER, mark + question.text()));
      turns.add(new Turn(Role.ASSISTANT, question.answer()));
    }
    String kind =
        questions.size() == 1
            ? ShapesSettingsReader.code(questions.get(0).kind())
            : ShapesSample.SEVERAL;
    return Optional.of(
        new ShapesSample(
            Task.UNDERSTANDING,
            kind,
            List.of(scene),
            turns,
            Truth.of(scene, questions),
            settings.alternatives(),
            new DrillMaker(draw).some(settings.drills().draw(draw), scene)));
  }

  private List<Question> questions(Draw draw, Scene scene) {
    QuestionMaker maker = new QuestionMaker(draw, settings.references());
    int count = settings.turns().draw(draw);
    if (settings.captions().isEmpty()) {
      return maker.some(count, settings.questionKinds(), scene);
    }
    Optional<Question> caption =
        draw.chance(settings.captions().getAsDouble())
            ? maker.make(Question.Kind.CAPTION, scene)
            : Optional.empty();
    int others = count - (caption.isPresent() ? 1 : 0);
    List<Question> asked =
        new ArrayList<>(maker.some(others, settings.drawnQuestionKinds(), scene));
    caption.ifPresent(question -> asked.add(draw.below(asked.size() + 1), question));
    return asked;
  }

  private Optional<ShapesSample> generation(Draw draw) {
    DescriptionMaker maker = new DescriptionMaker(draw, settings.objects());
    List<Description> descriptions = new ArrayList<>();
    List<Turn> turns = new ArrayList<>();
    int prompts = settings.prompts().draw(draw);
    while (descriptions.size() < prompts) {
      Description description = maker.make(draw.oneOf(settings.promptKinds()));
      if (!has(description.scene())) {
        return Optional.empty();
      }
      descriptions.add(description);
      turns.add(Turn.user(maker.framed(description.text())));
      turns.add(Turn.assistant(DRAWN));
    }
    return Optional.of(
        new ShapesSample(
            Task.GENERATION,
            ShapesSettingsReader.code(descriptions.get(0).kind()),
            descriptions.stream().map(Description::scene).toList(),
            turns,
            Truth.of(descriptions.get(0)),
            settings.alternatives(),
            List.of()));
  }

  private Optional<ShapesSample> editing(Draw draw) {
    Scene scene = scene(draw);
    if (!inSplit(scene)) {
      return Optional.empty();
    }
    EditMaker maker = new EditMaker(draw, settings.references());
    int wanted = settings.edits().draw(draw);
    List<Edit> edits = new ArrayList<>();
    for (int i = 0; i < wanted; i++) {
      maker
          .make(draw.oneOf(settings.editKinds()), scene)
          .filter(edit -> inSplit(edit.target()) && pairsFit(edit))
          .ifPresent(edits::add);
    }
    return edits.isEmpty() ? Optional.empty() : Optional.of(editing(scene, edits));
  }

  private ShapesSample editing(Scene scene, List<Edit> edits) {
    List<Scene> scenes = new ArrayList<>(List.of(scene));
    List<Turn> turns = new ArrayList<>();
    for (Edit edit : edits) {
      scenes.add(edit.target());
      String mark = turns.isEmpty() ? Turn.IMAGE + " " : "";
      turns.add(Turn.user(mark + edit.instruction()));
      turns.add(Turn.assistant(EDITED));
    }
    Edit first = edits.get(0);
    return new ShapesSample(
        Task.EDITING,
        ShapesSettingsReader.code(first.kind()),
        scenes,
        turns,
        Truth.of(first),
        settings.alternatives(),
        List.of());
  }

  private Scene scene(Draw draw) {
    return draw.scene(settings.objects().draw(draw));
  }

  private boolean has(Scene scene) {
    return inSplit(scene) && settings.pairs().has(scene);
  }

  private boolean inSplit(Scene scene) {
    return scene.isHeldOut() == (split == Split.HELD_OUT);
  }

  /** Seen pairs on both sides, or a novel one in the result. */
  private boolean pairsFit(Edit edit) {
    ShapesSettings.Pairs pairs = settings.pairs();
    boolean source = pairs != ShapesSettings.Pairs.SEEN || pairs.has(edit.source());
    return source && pairs.has(edit.target());
  }
}
