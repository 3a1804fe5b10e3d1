package org.nexusgen.api.train;

import java.util.Map;
import org.nexusgen.api.image.Image;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Says how right a result is, without any learning. A service; it knows the samples of its own
 * source by their {@link TrainingSample#truth}.
 */
@ConsumerType
public interface SampleScorer {
  /** Whether it can score results for this sample. */
  boolean knows(TrainingSample sample);

  /**
   * Scores an answer in words.
   *
   * @param turn which of the assistant's turns, from 0
   * @return scores between 0 and 1 by name; {@code right} is always there
   */
  Map<String, Double> answer(TrainingSample sample, int turn, String answer);

  /**
   * Scores a picture that was painted for the sample.
   *
   * @return scores between 0 and 1 by name; {@code right} is always there, and for edits {@code
   *     changed} and {@code kept}
   */
  Map<String, Double> picture(TrainingSample sample, Image picture);
}
