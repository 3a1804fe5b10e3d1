package org.nexusgen.eval;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.train.SampleSource.Split;
import org.nexusgen.api.train.TrainingSample.Task;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** All scores of the mini model, on held-out scenes. */
@Command(
    name = "mini",
    description =
        "Score a model of the shapes world: every kind of question, prompt and edit on held-out"
            + " scenes, the parts' ceilings, and how far the embeddings are off.",
    mixinStandardHelpOptions = true)
final class MiniCommand implements Callable<Integer> {
  private static final int USUAL_COUNT = 200;

  @Mixin private ModelOptions options = new ModelOptions();

  @Option(names = "--n", paramLabel = "N", description = "Samples of each kind (200).")
  private int count = USUAL_COUNT;

  @Option(
      names = "--sample",
      paramLabel = "N",
      description = "A small run: N samples of each task, spread over its kinds.")
  private @Nullable Integer sample;

  @Option(
      names = "--tasks",
      split = ",",
      paramLabel = "TASK",
      description = "Only these of understanding, generation, editing, chat, reconstruction.")
  private List<String> tasks = new ArrayList<>();

  @Option(
      names = "--world",
      paramLabel = "SETTING",
      description = "A setting of the world, such as pairs=novel or objects=2.")
  private List<String> more = new ArrayList<>();

  @Option(names = "--seen", description = "Scenes of training instead of held-out ones.")
  private boolean seen;

  private final EvalServices services;
  private final PrintWriter out;
  private final PrintStream err;

  MiniCommand(EvalServices services, PrintWriter out, PrintStream err) {
    this.services = services;
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() {
    check();
    Split split = seen ? Split.TRAINING : Split.HELD_OUT;
    try (MiniExams mini = new MiniExams(services, split, options.seed(), more)) {
      List<Exam> exams = exams(mini);
      ExamRun run = new ExamRun(services, err, InstantSource.system());
      ExamRun.Findings findings =
          run.hold(
              exams, options.config(services.models()), options.exam(), options.gallery(services));
      Map<String, String> facts = findings.facts("eval mini", options);
      facts.put("scenes", seen ? "of training" : "held out");
      facts.put("n", sample == null ? count + " a kind" : sample + " a task");
      Result result =
          new Result(
              facts,
              MiniPlan.goals(findings.board()),
              findings.board(),
              findings.embeddings(),
              findings.notes(),
              findings.took());
      out.print(ResultTable.of(result));
      out.flush();
      options.json().ifPresent(f -> JsonFiles.write(f, json -> ResultJson.write(result, json)));
    }
    return 0;
  }

  private List<Exam> exams(MiniExams mini) {
    MiniExams.HowMany howMany =
        new MiniExams.HowMany(sample == null ? count : sample, sample != null);
    List<Exam> exams = new ArrayList<>();
    for (Task task : Task.values()) {
      if (wants(task.word())) {
        exams.addAll(mini.ofTask(task, howMany));
      }
    }
    if (wants(ChatExam.TASK)) {
      exams.add(mini.chat(howMany.each(1)));
    }
    if (wants(ReconstructionExam.TASK)) {
      exams.add(mini.reconstruction(Task.GENERATION, howMany.each(1)));
      exams.add(mini.reconstruction(Task.EDITING, howMany.each(1)));
      exams.add(mini.autoencoder(howMany.each(1)));
    }
    return exams;
  }

  private boolean wants(String task) {
    return tasks.isEmpty() || tasks.contains(task);
  }

  private void check() {
    if (count < 1 || (sample != null && sample < 1)) {
      throw new BadInputException("--n and --sample: want 1 or more");
    }
    List<String> known = new ArrayList<>(List.of(ChatExam.TASK, ReconstructionExam.TASK));
    Stream.of(Task.values()).map(Task::word).forEach(known::add);
    MiniPlan.requireKnown(tasks, known);
  }
}
