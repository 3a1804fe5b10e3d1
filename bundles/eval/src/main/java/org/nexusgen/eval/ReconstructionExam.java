package org.nexusgen.eval;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nexusgen.api.DecodingRequest;
import org.nexusgen.api.JobListener;
import org.nexusgen.api.PartChoice;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.train.TrainingSample;
import org.nexusgen.api.train.TrainingSample.Task;
import org.nexusgen.api.vision.ImageRoute;

/**
 * The decoders on true embeddings: what a perfect backbone would reach. Edits go through the
 * editing decoder with the embeddings of the picture to change, everything else through the
 * generation decoder: vision encoder and decoder as an autoencoder.
 */
record ReconstructionExam(Slice slice) implements Exam {
  static final String TASK = "reconstruction";

  @Override
  public int size() {
    return slice.count();
  }

  @Override
  public void run(Sitting sitting) {
    String kind = slice.task() == Task.EDITING ? "editing decoder" : "generation decoder";
    for (int i = 0; i < slice.count(); i++) {
      TrainingSample sample = slice.samples(i, i + 1).get(0);
      Image painted = decode(sample, i, sitting);
      Map<String, Double> scores = new HashMap<>(sitting.judge().picture(sample, painted));
      Judge.psnr(SampleText.target(sample), painted).ifPresent(psnr -> scores.put("psnr", psnr));
      sitting.board().add(TASK, kind, SampleText.groups(sample, 0), scores);
      sitting.progress().add(TASK + " " + kind, 1);
    }
  }

  private Image decode(TrainingSample sample, int index, Sitting sitting) {
    Tensor target = PaintingExam.trueEmbedding(sample, sitting).values();
    List<Tensor> references =
        slice.task() == Task.EDITING
            ? List.of(reference(SampleText.sources(sample).get(0), sitting))
            : List.of();
    return sitting
        .model()
        .decode(
            new DecodingRequest(target, references, sitting.settings().decoding(index)),
            JobListener.silent(),
            sitting.progress().cancellation())
        .image();
  }

  private static Tensor reference(Image source, Sitting sitting) {
    return sitting
        .model()
        .encode(List.of(source), ImageRoute.REFERENCE, PartChoice.best())
        .embeddings()
        .get(0)
        .values();
  }
}
