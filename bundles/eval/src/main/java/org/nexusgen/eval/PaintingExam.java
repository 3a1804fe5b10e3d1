package org.nexusgen.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.nexusgen.api.ImaginingRequest;
import org.nexusgen.api.JobListener;
import org.nexusgen.api.Language;
import org.nexusgen.api.Painting;
import org.nexusgen.api.PaintingRequest;
import org.nexusgen.api.UnderstandingRequest;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.train.TrainingSample;
import org.nexusgen.api.train.TrainingSample.Task;
import org.nexusgen.api.vision.ImageEmbedding;

/**
 * Pictures that are to be painted or changed. Besides their scores, the backbone's embeddings are
 * compared with those of the wanted picture, and where the truth has a caption the model describes
 * what it painted: {@code loop} is how often the two captions are equal. Each wrong picture is some
 * part's {@link Fault}.
 */
record PaintingExam(Slice slice) implements Exam {
  /** Prompts that the backbone answers together. */
  private static final int BATCH = 16;

  /** Fewer different scenes than this share of the samples are worth a note. */
  private static final double FEW = 0.5;

  private static final String DESCRIBE = "describe the image.";
  private static final String CAPTION = "caption";

  @Override
  public int size() {
    return slice.count();
  }

  @Override
  public void run(Sitting sitting) {
    Map<String, Integer> scenes = new TreeMap<>();
    int batch = slice.task() == Task.GENERATION ? BATCH : 1;
    for (int i = 0; i < slice.count(); i += batch) {
      List<TrainingSample> samples = slice.samples(i, i + batch);
      List<Painting> paintings = paint(samples, i, sitting);
      for (int k = 0; k < samples.size(); k++) {
        score(samples.get(k), paintings.get(k), i + k, sitting);
        sitting.progress().add(slice.task().word() + " " + samples.get(k).kind(), 1);
        scenes.merge(samples.get(k).truth().getOrDefault("scene", "?"), 1, Integer::sum);
      }
    }
    if (scenes.size() < FEW * slice.count() && !scenes.containsKey("?")) {
      String kind = slice.samples(0, 1).get(0).kind();
      sitting
          .notes()
          .add(
              "%s %s: %d samples, but only %d different scenes"
                  .formatted(slice.task().word(), kind, slice.count(), scenes.size()));
    }
  }

  private List<Painting> paint(List<TrainingSample> samples, int first, Sitting sitting) {
    List<PaintingRequest> requests = new ArrayList<>();
    for (TrainingSample sample : samples) {
      requests.add(
          new PaintingRequest(
              new ImaginingRequest(
                  slice.task() == Task.EDITING ? SampleText.sources(sample) : List.of(),
                  SampleText.request(sample),
                  Language.EN,
                  false,
                  sitting.settings().tokens()),
              sitting.settings().decoding(first + requests.size())));
    }
    JobListener silent = JobListener.silent();
    return slice.task() == Task.GENERATION
        ? sitting.model().generateAll(requests, silent, sitting.progress().cancellation())
        : List.of(sitting.model().edit(requests.get(0), silent, sitting.progress().cancellation()));
  }

  private void score(TrainingSample sample, Painting painting, int index, Sitting sitting) {
    String task = slice.task().word();
    Map<String, Double> scores = sitting.judge().picture(sample, painting.image());
    sitting.board().add(task, sample.kind(), SampleText.groups(sample, 0), scores);
    boolean wrong = scores.containsKey("right") && scores.get("right") < 1;
    sitting.gallery().show(sample, painting.image(), wrong);
    if (wrong) {
      new Fault(sample, index, slice.task()).find(sitting);
    }
    String caption = sample.truth().get(CAPTION);
    if (caption != null) {
      boolean same = Judge.equal(caption, describe(painting, sitting));
      sitting.board().add(task, sample.kind(), Map.of(), "loop", same ? 1 : 0);
    }
    Tensor predicted = painting.report().tensors().get("image_embeddings");
    if (predicted != null) {
      ImageEmbedding truth = TrueEmbeddings.target(sample, sitting);
      if (predicted.shape().elements() == truth.values().shape().elements()) {
        sitting
            .embeddings()
            .add(task, sample.kind(), predicted.floats(), truth.values().floats(), truth.tokens());
      }
    }
  }

  private static String describe(Painting painting, Sitting sitting) {
    return sitting
        .model()
        .understand(
            new UnderstandingRequest(
                List.of(painting.image()), DESCRIBE, sitting.settings().tokens()),
            JobListener.silent(),
            sitting.progress().cancellation())
        .text();
  }
}
