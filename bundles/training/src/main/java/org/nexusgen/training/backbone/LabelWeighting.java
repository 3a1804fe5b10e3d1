package org.nexusgen.training.backbone;

/** How much the tokens of an answer count. */
enum LabelWeighting {
  /** Each token the same, as in the reference: long answers count more. */
  TOKEN,
  /** Each answer the same: captions must not swamp answers of one word. */
  ANSWER;

  float of(int tokens) {
    return switch (this) {
      case TOKEN -> 1;
      case ANSWER -> 1f / tokens;
    };
  }
}
