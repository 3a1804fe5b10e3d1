package org.nexusgen.eval;

/** One thing that a model is asked to do, many times. */
interface Exam {
  /** How many samples it has. */
  int size();

  /** Asks and counts. */
  void run(Sitting sitting);
}
