package org.nexusgen.data.source;

import org.nexusgen.data.unified.PlacedSample;

/** Which samples of a dataset a source gives. */
@FunctionalInterface
interface SampleChoice {
  boolean has(PlacedSample placed);

  /** Every sample. */
  static SampleChoice all() {
    return placed -> true;
  }
}
