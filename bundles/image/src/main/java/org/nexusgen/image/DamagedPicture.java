package org.nexusgen.image;

import java.io.IOException;

/** A picture's bytes break its format's rules. The reader turns it into a message with a name. */
final class DamagedPicture extends IOException {
  private static final long serialVersionUID = 1L;

  DamagedPicture(String what) {
    super(what);
  }

  /** The usual kind: the file stops too early. */
  static DamagedPicture truncated(String where) {
    return new DamagedPicture("truncated: it ends " + where);
  }
}
