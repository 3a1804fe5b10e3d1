package org.nexusgen.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.nexusgen.api.BadInputException;
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
   * @param mean reached
   * @param aim wanted
   * @param least with which one can live
   */
  record Goal(String name, Scoreboard.Mean mean, double aim, double least) {
    /** As if all kinds' samples were one. */
    Tally.Interval interval() {
      return Tally.wilson(mean.value(), mean.count());
    }
  }

  /** Names of the sources of a task, one a kind. */
  static List<String> sources(Task task) {
    return switch (task) {
      case UNDERSTANDING -> named("shapes?questions=1&kinds=question.", QUESTIONS);
      case GENERATION -> named("shapes?kinds=prompt.", PROMPTS);
      case EDITING -> named("shapes?kinds=edit.", EDITS);
    };
  }

  /**
   * Makes sure that only tasks are asked for that exist.
   *
   * @throws BadInputException if one does not
   */
  static void requireKnown(List<String> tasks, List<String> known) {
    for (String task : tasks) {
      if (!known.contains(task)) {
        throw new BadInputException(
            "--tasks: got '%s', wants some of %s".formatted(task, String.join(", ", known)));
      }
    }
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
    Goals goals = new Goals(board, new ArrayList<>());
    String understanding = Task.UNDERSTANDING.word();
    goals.add(
        "question answering", understanding, RIGHT, kind -> !kind.equals(CAPTION), 0.97, 0.92);
    goals.add("captions", understanding, RIGHT, CAPTION::equals, 0.97, 0.95);
    String generation = Task.GENERATION.word();
    goals.add("generation, mean of six", generation, RIGHT, PLAIN_PROMPTS::contains, 0.97, 0.95);
    goals.add("generation, dense", generation, RIGHT, "dense"::equals, 0.88, 0.82);
    String editing = Task.EDITING.word();
    goals.add("editing, changed", editing, "changed", kind -> !kind.equals(MULTI), 0.92, 0.80);
    goals.add("editing, kept", editing, "kept", kind -> !kind.equals(MULTI), 0.96, 0.92);
    goals.add("editing, multi", editing, RIGHT, MULTI::equals, 0.80, 0.60);
    goals.add(
        "reconstruction", ReconstructionExam.TASK, RIGHT, "generation decoder"::equals, 0.96, 0.94);
    return goals.found();
  }

  /** Goals as they are found on the board. */
  private record Goals(Scoreboard board, List<Goal> found) {
    void add(
        String name, String task, String score, Predicate<String> kinds, double aim, double least) {
      board.mean(task, score, kinds).ifPresent(mean -> found.add(new Goal(name, mean, aim, least)));
    }
  }
}
