package org.nexusgen.eval;

import java.util.ArrayList;
import java.util.List;
import org.nexusgen.api.train.SampleSource;
import org.nexusgen.api.train.SampleSource.Split;
import org.nexusgen.api.train.TrainingSample.Task;

/** Makes the mini model's exams; their samples stay open until it is closed. */
final class MiniExams implements AutoCloseable {
  private final EvalServices services;
  private final Split split;
  private final long seed;
  private final List<String> more;
  private final List<SampleSource> opened = new ArrayList<>();

  /**
   * @param more settings of the world, such as {@code pairs=novel}
   */
  MiniExams(EvalServices services, Split split, long seed, List<String> more) {
    this.services = services;
    this.split = split;
    this.seed = seed;
    this.more = List.copyOf(more);
  }

  /** One exam for each kind of a task. */
  List<Exam> ofTask(Task task, HowMany count) {
    List<String> sources = MiniPlan.sources(task);
    List<Exam> exams = new ArrayList<>();
    for (String source : sources) {
      exams.add(MiniPlan.exam(open(source), task, count.each(sources.size())));
    }
    return exams;
  }

  /** True embeddings through the decoder of a task. */
  Exam reconstruction(Task task, int count) {
    return new ReconstructionExam(Slice.of(open(MiniPlan.reconstructed(task)), task, count));
  }

  /** Conversations about scenes that are drawn and edited. */
  Exam chat(int count) {
    return new ChatExam(Slice.of(open("shapes"), Task.EDITING, count));
  }

  /** The autoencoder alone. */
  Exam autoencoder(int count) {
    SampleSource source = open(MiniPlan.reconstructed(Task.GENERATION));
    return new AutoencoderExam(Slice.of(source, Task.GENERATION, count));
  }

  SampleSource open(String source) {
    String name = source;
    for (String setting : more) {
      name += (name.contains("?") ? "&" : "?") + setting;
    }
    // Other scenes for other kinds: equal seeds would ask all of them about the same few.
    SampleSource samples = services.open(name, split, seed + name.hashCode());
    opened.add(samples);
    return samples;
  }

  /** Samples of a task: so many a kind, or so many in all. */
  record HowMany(int count, boolean isOfTask) {
    int each(int kinds) {
      return isOfTask ? (count + kinds - 1) / kinds : count;
    }
  }

  @Override
  public void close() {
    opened.forEach(SampleSource::close);
  }
}
