package org.nexusgen.training.mix;

import java.util.HashMap;
import java.util.Map;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.train.SampleSource;
import org.nexusgen.api.train.SampleSource.Split;
import org.nexusgen.api.train.TrainingSample;
import org.nexusgen.training.stage.Services;

/** The open sources of a training. Used by several threads. */
public final class Pantry implements AutoCloseable {
  private final Services services;
  private final long seed;
  private final Map<String, SampleSource> open = new HashMap<>();

  public Pantry(Services services, long seed) {
    this.services = services;
    this.seed = seed;
  }

  /**
   * A sample of an ingredient.
   *
   * @throws BadInputException if its source has none of its task
   */
  public TrainingSample sample(Ingredient ingredient, Split split, long index) {
    return source(ingredient, split).sample(ingredient.task(), index);
  }

  /**
   * Opens a source and looks whether it has what is wanted of it.
   *
   * @throws BadInputException if not
   */
  public void check(Ingredient ingredient, Split split) {
    if (source(ingredient, split).size(ingredient.task()) == 0) {
      throw new BadInputException(
          "source '%s' has no %s samples: leave them out of 'mix', or name another source"
              .formatted(ingredient.source(), ingredient.task().word()));
    }
  }

  private synchronized SampleSource source(Ingredient ingredient, Split split) {
    return open.computeIfAbsent(
        split + " " + ingredient.source(),
        key -> services.source(ingredient.source(), split, seed));
  }

  @Override
  public synchronized void close() {
    open.values().forEach(SampleSource::close);
    open.clear();
  }
}
