package org.nexusgen.data.unified;

import org.nexusgen.api.message.Role;

/** One message of a conversation. */
public record Turn(Role role, String content) {
  /** Stands for the next picture of the sample. */
  public static final String IMAGE = "<image>";

  /** A question or a request. */
  public static Turn user(String content) {
    return new Turn(Role.USER, content);
  }

  /** What is to be learned. */
  public static Turn assistant(String content) {
    return new Turn(Role.ASSISTANT, content);
  }

  /** How many pictures the content has. */
  public int images() {
    int count = 0;
    for (int at = content.indexOf(IMAGE); at >= 0; at = content.indexOf(IMAGE, at + 1)) {
      count++;
    }
    return count;
  }
}
