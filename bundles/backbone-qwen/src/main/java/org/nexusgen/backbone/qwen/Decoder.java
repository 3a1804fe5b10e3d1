package org.nexusgen.backbone.qwen;

import java.util.List;

/** A language model that reads several sequences side by side and remembers what it read. */
interface Decoder extends AutoCloseable {
  /**
   * Reads on in every sequence.
   *
   * @param readings one for each sequence, always in the same order
   * @return one for each sequence
   */
  List<Prediction> read(List<Reading> readings);

  /** How often the network ran. */
  int forwards();

  @Override
  void close();
}
