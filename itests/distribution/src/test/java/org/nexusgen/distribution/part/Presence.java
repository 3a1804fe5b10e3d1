package org.nexusgen.distribution.part;

/** Whether something is still there to be used. */
final class Presence {
  private final String what;
  private volatile boolean gone;

  Presence(String what) {
    this.what = what;
  }

  void leave() {
    gone = true;
  }

  void check() {
    if (gone) {
      throw new IllegalStateException("the " + what + " was taken away under a call");
    }
  }
}
