package org.nexusgen.eval;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.train.CurvePlot;
import org.nexusgen.api.train.SampleSource.Split;
import org.nexusgen.api.train.TrainingSample.Task;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Models that differ in one thing, side by side. */
@Command(
    name = "ablations",
    description =
        "Score models of the shapes world side by side, and show how the score of pictures falls"
            + " with the error of embeddings: what is the backbone's fault, what the decoder's.",
    mixinStandardHelpOptions = true)
final class AblationCommand implements Callable<Integer> {
  @Mixin private ModelOptions options = new ModelOptions();

  @Parameters(
      arity = "1..*",
      paramLabel = "NAME=DIR",
      description = "Model folders, each with what it stands for, such as mse-only=runs/a.")
  private Map<String, Path> models = new LinkedHashMap<>();

  @Option(names = "--n", paramLabel = "N", description = "Samples of each task (96).")
  private int count = 96;

  @Option(
      names = "--tasks",
      split = ",",
      paramLabel = "TASK",
      description = "Only these of understanding, generation, editing")
  private List<String> tasks = Stream.of(Task.values()).map(Task::word).toList();

  @Option(
      names = "--world",
      paramLabel = "SETTING",
      description = "A setting of the world, such as objects=1-2.")
  private List<String> more = List.of();

  @Option(
      names = "--noise",
      split = ",",
      paramLabel = "X",
      description = "Relative errors of embeddings for the curve (0,0.02,0.05,0.1,0.2,0.4,0.8).")
  private List<Double> noise = List.of(0.0, 0.02, 0.05, 0.1, 0.2, 0.4, 0.8);

  @Option(
      names = "--plot",
      paramLabel = "F",
      description = "Also draw as a PNG how the score falls with the error of embeddings.")
  private @Nullable Path plot;

  private final EvalServices services;
  private final PrintWriter out;
  private final PrintStream err;

  AblationCommand(EvalServices services, PrintWriter out, PrintStream err) {
    this.services = services;
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() {
    if (count < 1 || noise.stream().anyMatch(level -> !(level >= 0))) {
      throw new BadInputException("--n wants 1 or more, --noise wants numbers of 0 or more");
    }
    MiniPlan.requireKnown(tasks, Stream.of(Task.values()).map(Task::word).toList());
    Map<String, Result> results = new LinkedHashMap<>();
    try (MiniExams mini = new MiniExams(services, Split.HELD_OUT, options.seed(), more)) {
      List<Exam> exams = exams(mini);
      for (Map.Entry<String, Path> model : models.entrySet()) {
        ExamRun run = new ExamRun(services, err, InstantSource.system());
        ExamRun.Findings found =
            run.hold(
                exams,
                options.config(services.models(), model.getValue()),
                options.exam(),
                Gallery.closed());
        Map<String, String> facts = found.facts("eval ablations", options);
        facts.put("variant", model.getKey());
        facts.put("n", count + " a task");
        results.put(
            model.getKey(),
            new Result(
                facts,
                MiniPlan.goals(found.board()),
                found.board(),
                found.embeddings(),
                found.notes(),
                found.took()));
      }
    }
    out.print(AblationTable.of(results, noise));
    out.flush();
    options
        .json()
        .ifPresent(
            file ->
                JsonFiles.write(
                    file,
                    json -> {
                      json.writeStartArray();
                      for (Result result : results.values()) {
                        ResultJson.write(result, json);
                      }
                      json.writeEndArray();
                    }));
    if (plot != null) {
      services
          .plot()
          .write(
              plot,
              new CurvePlot.Axes(
                  "Pictures from embeddings with noise",
                  "relative mean squared error",
                  "share of right pictures"),
              AblationTable.curves(results, noise));
    }
    return 0;
  }

  private List<Exam> exams(MiniExams mini) {
    MiniExams.HowMany howMany = new MiniExams.HowMany(count, true);
    List<Exam> exams = new ArrayList<>();
    for (Task task : Task.values()) {
      if (tasks.contains(task.word())) {
        exams.addAll(mini.ofTask(task, howMany));
      }
    }
    Slice slice =
        Slice.of(mini.open(MiniPlan.reconstructed(Task.GENERATION)), Task.GENERATION, count);
    noise.forEach(level -> exams.add(new NoiseExam(slice, level)));
    return exams;
  }
}
