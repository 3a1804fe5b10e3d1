package org.nexusgen.eval;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.train.SampleSource;
import org.nexusgen.api.train.SampleSource.Split;
import org.nexusgen.api.train.TrainingSample.Task;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** One task of any model on any dataset; the command's name is the task. */
@Command(mixinStandardHelpOptions = true)
final class DatasetCommand implements Callable<Integer> {
  @Mixin private ModelOptions options = new ModelOptions();

  @Option(
      names = "--data",
      required = true,
      paramLabel = "F",
      description = "JSONL file, folder of such files, or a world such as 'shapes?objects=2'.")
  private String data = "";

  @Option(names = "--n", paramLabel = "N", description = "At most so many samples (200).")
  private int count = 200;

  private final String task;
  private final EvalServices services;
  private final PrintWriter out;
  private final PrintStream err;

  DatasetCommand(String task, EvalServices services, PrintWriter out, PrintStream err) {
    this.task = task;
    this.services = services;
    this.out = out;
    this.err = err;
  }

  /** Names of the commands, with what they say of themselves. */
  static Map<String, String> names() {
    return Map.of(
        Task.UNDERSTANDING.word(),
        "Score answers to the questions of a dataset.",
        Task.GENERATION.word(),
        "Score pictures painted for the prompts of a dataset.",
        Task.EDITING.word(),
        "Score the edits of a dataset.",
        ReconstructionExam.TASK,
        "Score pictures decoded from the true embeddings of a dataset's pictures.");
  }

  @Override
  public Integer call() {
    if (count < 1) {
      throw new BadInputException("--n: got %d, wants 1 or more".formatted(count));
    }
    try (SampleSource source = services.open(data, Split.HELD_OUT, options.seed())) {
      List<Exam> exams = exams(source);
      ExamRun run = new ExamRun(services, err, InstantSource.system());
      ExamRun.Findings findings =
          run.hold(
              exams, options.config(services.models()), options.exam(), options.gallery(services));
      Map<String, String> facts = findings.facts("eval " + task, options);
      facts.put("data", data);
      Result result =
          new Result(
              facts,
              List.of(),
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

  private List<Exam> exams(SampleSource source) {
    List<Exam> exams =
        Stream.of(Task.values())
            .filter(each -> each.word().equals(task) || isReconstructed(each))
            .filter(each -> source.size(each) > 0)
            .map(each -> exam(Slice.of(source, each, count)))
            .toList();
    if (exams.isEmpty()) {
      throw new BadInputException("%s has no samples for %s".formatted(data, task));
    }
    return exams;
  }

  private Exam exam(Slice slice) {
    if (task.equals(ReconstructionExam.TASK)) {
      return new ReconstructionExam(slice);
    }
    return slice.task() == Task.UNDERSTANDING ? new QuestionExam(slice) : new PaintingExam(slice);
  }

  private boolean isReconstructed(Task each) {
    return task.equals(ReconstructionExam.TASK) && each != Task.UNDERSTANDING;
  }
}
