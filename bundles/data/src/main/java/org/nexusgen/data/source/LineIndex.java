package org.nexusgen.data.source;

import java.util.Arrays;

/** Where lines begin: three numbers a line, in plain arrays, for files of any length. */
final class LineIndex {
  private static final int NUMBERS = 3;
  private static final int FIRST_CAPACITY = 1024;

  private long[] numbers = new long[FIRST_CAPACITY * NUMBERS];
  private int size;

  /**
   * A line's place.
   *
   * @param file number of the file
   * @param line number of the line, from 1
   * @param offset in bytes
   */
  record Entry(int file, long line, long offset) {}

  void add(Entry entry) {
    int at = size * NUMBERS;
    if (at == numbers.length) {
      numbers = Arrays.copyOf(numbers, Math.multiplyExact(numbers.length, 2));
    }
    numbers[at] = entry.file();
    numbers[at + 1] = entry.line();
    numbers[at + 2] = entry.offset();
    size++;
  }

  Entry get(long index) {
    int at = Math.toIntExact(index * NUMBERS);
    return new Entry((int) numbers[at], numbers[at + 1], numbers[at + 2]);
  }

  int size() {
    return size;
  }
}
