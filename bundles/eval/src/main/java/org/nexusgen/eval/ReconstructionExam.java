package org.nexusgen.eval;

import java.util.HashMap;
import java.util.Map;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.train.TrainingSample;
import org.nexusgen.api.train.TrainingSample.Task;

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
      Image painted = TrueEmbeddings.decode(sample, slice.task(), i, sitting);
      Map<String, Double> scores = new HashMap<>(sitting.judge().picture(sample, painted));
      Judge.psnr(SampleText.target(sample), painted).ifPresent(psnr -> scores.put("psnr", psnr));
      sitting.board().add(TASK, kind, SampleText.groups(sample, 0), scores);
      sitting.progress().add(TASK + " " + kind, 1);
    }
  }
}
