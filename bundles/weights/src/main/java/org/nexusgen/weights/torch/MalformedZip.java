package org.nexusgen.weights.torch;

/** What is wrong with a zip, to be completed with the file's name. */
final class MalformedZip extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedZip(String problem) {
    super(problem);
  }

  String problem() {
    return String.valueOf(getMessage());
  }
}
