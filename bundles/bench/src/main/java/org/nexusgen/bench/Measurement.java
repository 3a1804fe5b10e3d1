package org.nexusgen.bench;

import java.util.Arrays;

/**
 * Wall times of one kind of work.
 *
 * @param name of the work
 * @param seconds of each repetition, least first
 * @param note what the numbers mean
 */
@SuppressWarnings("ArrayRecordComponent") // a record for printing, not for comparing
record Measurement(String name, double[] seconds, String note) {
  private static final double NANOS = 1e9;

  /** Runs work a few times without and then with a clock. */
  static Measurement of(String name, int warmUps, int repetitions, String note, Runnable work) {
    for (int i = 0; i < warmUps; i++) {
      work.run();
    }
    double[] seconds = new double[repetitions];
    for (int i = 0; i < repetitions; i++) {
      long start = System.nanoTime();
      work.run();
      seconds[i] = (System.nanoTime() - start) / NANOS;
    }
    Arrays.sort(seconds);
    return new Measurement(name, seconds, note);
  }

  double least() {
    return seconds[0];
  }

  double median() {
    return seconds[seconds.length / 2];
  }

  double most() {
    return seconds[seconds.length - 1];
  }

  /**
   * The difference to a smaller work's times, spread over a number of units: least less least,
   * median less median, so that a disturbed repetition of one does not spoil all of the other.
   */
  Measurement minus(Measurement smaller, int units, String newName, String newNote) {
    double[] each = new double[seconds.length];
    for (int i = 0; i < each.length; i++) {
      each[i] = (seconds[i] - smaller.seconds[i]) / units;
    }
    return new Measurement(newName, each, newNote);
  }
}
