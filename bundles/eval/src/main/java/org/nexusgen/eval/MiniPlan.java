package org.nexusgen.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.nexusgen.api.train.SampleSource;
import org.nexusgen.api.train.TrainingSample.Task;

/** What the mini model is asked: every kind of question, prompt and edit of the shapes world. */
final class MiniPlan {
  private static final String CAPTION = "caption";
  private static final String MULTI = "multi";
  private static final String RIGHT = "right";

  private static final List<String> QUESTIONS =
      List.of(
          "color_of",
          "color_at",
          "shape_of",
          "shape_at",
          "count_shape",
          "count_color",
          "count_all",
          "where",
          "exists",
          "background",
          "size",
          "relation",
          CAPTION);
  private static final List<String> PROMPTS =
      List.of("single", "two", "count", "color", "position", "binding", "dense", "sized");
  private static final List<String> EDITS =
      List.of("recolour", "replace", "resize", "remove", "move", "add", "background", MULTI);

  /** The prompts whose mean is one score. */
  private static final Set<String> PLAIN_PROMPTS =
      Set.of("single", "two", "count", "color", "position", "binding");

  private MiniPlan() {}

  /**
   * One score that is aimed at.
   *
   * @param aim wanted
   * @param least with which one can live
   */
  record Goal(String name, double value, double aim, double least) {}

  /** Names of the sources of a task, one a kind. */
  static List<String> sources(Task task) {
    return switch (task) {
      case UNDERSTANDING -> named("shapes?questions=1&kinds=question.", QUESTIONS);
      case GENERATION -> named("shapes?kinds=prompt.", PROMPTS);
      case EDITING -> named("shapes?kinds=edit.", EDITS);
    };
  }

  /** The scenes of reconstructions: everything is stated, nothing is usual. */
  static String reconstructed(Task task) {
    return task == Task.EDITING ? "shapes" : "shapes?kinds=prompt.dense";
  }

  private static List<String> named(String prefix, List<String> kinds) {
    return kinds.stream().map(kind -> prefix + kind).toList();
  }

  /** An exam of a task. */
  static Exam exam(SampleSource source, Task task, int count) {
    Slice slice = Slice.of(source, task, count);
    return task == Task.UNDERSTANDING ? new QuestionExam(slice) : new PaintingExam(slice);
  }

  /** The scores by which the model is judged; those that were not asked for are missing. */
  static List<Goal> goals(Scoreboard board) {
    List<Goal> goals = new ArrayList<>();
    String understanding = Task.UNDERSTANDING.word();
    String generation = Task.GENERATION.word();
    String editing = Task.EDITING.word();
    goals.add(
        new Goal(
            "question answering",
            board.mean(understanding, RIGHT, kind -> !kind.equals(CAPTION)),
            0.97,
            0.92));
    goals.add(new Goal("captions", board.mean(understanding, RIGHT, CAPTION::equals), 0.97, 0.95));
    goals.add(
        new Goal(
            "generation, mean of six",
            board.mean(generation, RIGHT, PLAIN_PROMPTS::contains),
            0.97,
            0.95));
    goals.add(
        new Goal("generation, dense", board.mean(generation, RIGHT, "dense"::equals), 0.88, 0.82));
    goals.add(
        new Goal(
            "editing, changed",
            board.mean(editing, "changed", kind -> !kind.equals(MULTI)),
            0.92,
            0.80));
    goals.add(
        new Goal(
            "editing, kept", board.mean(editing, "kept", kind -> !kind.equals(MULTI)), 0.96, 0.92));
    goals.add(new Goal("editing, multi", board.mean(editing, RIGHT, MULTI::equals), 0.80, 0.60));
    goals.add(
        new Goal(
            "reconstruction",
            board.mean(ReconstructionExam.TASK, RIGHT, "generation decoder"::equals),
            0.96,
            0.94));
    return goals.stream().filter(goal -> !Double.isNaN(goal.value())).toList();
  }
}
