package org.nexusgen.eval;

import org.nexusgen.api.image.Image;
import org.nexusgen.api.train.TrainingSample;

/** Where pictures are kept to be looked at. */
interface Gallery {
  /** Takes a picture that was painted for a sample, or leaves it. */
  void show(TrainingSample sample, Image painted, boolean wrong);

  /** All pictures were shown. */
  void finish();

  /** Keeps nothing. */
  static Gallery closed() {
    return new Gallery() {
      @Override
      public void show(TrainingSample sample, Image painted, boolean wrong) {}

      @Override
      public void finish() {}
    };
  }
}
