package org.nexusgen.eval;

import java.util.List;
import org.nexusgen.api.DecodingRequest;
import org.nexusgen.api.JobListener;
import org.nexusgen.api.PartChoice;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.train.TrainingSample;
import org.nexusgen.api.train.TrainingSample.Task;
import org.nexusgen.api.vision.ImageEmbedding;
import org.nexusgen.api.vision.ImageRoute;

/** What a perfect backbone would give. */
final class TrueEmbeddings {
  private TrueEmbeddings() {}

  /** Of the wanted picture, as training has it. */
  static ImageEmbedding target(TrainingSample sample, Sitting sitting) {
    return encoded(SampleText.target(sample), ImageRoute.TARGET, sitting);
  }

  /** The wanted picture, painted from its own embeddings; an edit with its source's, too. */
  static Image decode(TrainingSample sample, Task task, int index, Sitting sitting) {
    Tensor target = target(sample, sitting).values();
    List<Tensor> references =
        task == Task.EDITING
            ? List.of(
                encoded(SampleText.sources(sample).get(0), ImageRoute.REFERENCE, sitting).values())
            : List.of();
    return sitting
        .model()
        .decode(
            new DecodingRequest(target, references, sitting.settings().decoding(index)),
            JobListener.silent(),
            sitting.progress().cancellation())
        .image();
  }

  private static ImageEmbedding encoded(Image picture, ImageRoute route, Sitting sitting) {
    return sitting.model().encode(List.of(picture), route, PartChoice.best()).embeddings().get(0);
  }
}
