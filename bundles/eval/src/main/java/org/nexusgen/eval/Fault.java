package org.nexusgen.eval;

import java.util.LinkedHashMap;
import java.util.Map;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.train.TrainingSample;
import org.nexusgen.api.train.TrainingSample.Task;

/**
 * Why a picture is wrong, by what helps: it is the backbone's fault if the decoder paints it right
 * from true embeddings, the decoder's if the autoencoder gives it back right, else the
 * autoencoder's.
 */
record Fault(TrainingSample sample, int index, Task task) {
  static final String TASK = "faults in ";

  /** Counts it. */
  void find(Sitting sitting) {
    boolean backbone = isRight(TrueEmbeddings.decode(sample, task, index, sitting), sitting);
    boolean decoder =
        !backbone
            && sitting
                .autoencoder()
                .map(trip -> isRight(trip.thereAndBack(SampleText.target(sample)), sitting))
                .orElse(true);
    Map<String, Double> faults = new LinkedHashMap<>();
    faults.put("backbone", backbone ? 1.0 : 0.0);
    faults.put("decoder", decoder ? 1.0 : 0.0);
    faults.put("autoencoder", backbone || decoder ? 0.0 : 1.0);
    sitting.board().add(TASK + task.word(), sample.kind(), Map.of(), faults);
  }

  private boolean isRight(Image picture, Sitting sitting) {
    return sitting.judge().picture(sample, picture).getOrDefault("right", 0.0) == 1;
  }
}
