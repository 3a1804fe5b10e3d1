package org.nexusgen.training.mini;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.train.FittedPart;
import org.nexusgen.api.train.SampleSource.Split;
import org.nexusgen.training.pictures.PictureStream;
import org.nexusgen.training.settings.Settings;
import org.nexusgen.training.stage.Services;

/**
 * A part that is computed when all stages are done.
 *
 * @param part its name
 * @param pictures where the pictures that it is fitted on come from
 * @param count of them
 */
record FittedStep(String part, String pictures, int count) {
  private static final int USUAL_COUNT = 600;
  private static final long SEED = 1;

  static FittedStep of(Settings settings) {
    FittedStep step =
        new FittedStep(
            settings.requireText("part"),
            settings.requireText("pictures"),
            settings.whole("count", USUAL_COUNT, 1));
    settings.done();
    return step;
  }

  /** The part that is wanted. */
  FittedPart find(Services services) {
    return Services.named(services.fitted(), FittedPart::name, part, "fitted part");
  }

  /**
   * Writes the part's file.
   *
   * @param runs folder that remembers from what it was fitted
   * @param resume whether the same need not be fitted again
   * @return whether there was anything to do
   */
  boolean fit(Services services, Path model, Path runs, boolean resume) {
    FittedPart found = find(services);
    FittedRecord last = new FittedRecord(runs.resolve(part + ".fitted"));
    if (resume && last.holds(this, model)) {
      return false;
    }
    try (PictureStream stream = PictureStream.open(services, pictures, SEED)) {
      List<Image> seen =
          LongStream.range(0, count).mapToObj(i -> stream.picture(Split.TRAINING, i)).toList();
      last.write(this, model, found.fit(model, seen));
      return true;
    }
  }
}
