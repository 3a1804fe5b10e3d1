package org.nexusgen.eval;

import java.util.HashMap;
import java.util.Map;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.train.TrainingSample;

/** The autoencoder's round trip: what a perfect decoder would reach. */
record AutoencoderExam(Slice slice) implements Exam {
  static final String KIND = "autoencoder";

  @Override
  public int size() {
    return slice.count();
  }

  @Override
  public void run(Sitting sitting) {
    sitting.autoencoder().ifPresent(trip -> run(trip, sitting));
  }

  private void run(RoundTrip trip, Sitting sitting) {
    for (int i = 0; i < slice.count(); i++) {
      TrainingSample sample = slice.samples(i, i + 1).get(0);
      Image target = SampleText.target(sample);
      Image back = trip.thereAndBack(target);
      Map<String, Double> scores = new HashMap<>(sitting.judge().picture(sample, back));
      Judge.psnr(target, back).ifPresent(psnr -> scores.put("psnr", psnr));
      sitting.board().add(ReconstructionExam.TASK, KIND, SampleText.groups(sample, 0), scores);
      sitting.progress().add(KIND, 1);
    }
  }
}
