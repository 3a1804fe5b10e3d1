package org.nexusgen.weights.torch;

/** What is wrong with a pickle, to be completed with the file's name. */
final class MalformedPickle extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedPickle(String problem) {
    super(problem);
  }

  String problem() {
    return String.valueOf(getMessage());
  }
}
