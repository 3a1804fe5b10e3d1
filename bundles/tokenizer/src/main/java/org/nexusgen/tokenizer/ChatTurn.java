package org.nexusgen.tokenizer;

import java.util.List;
import java.util.Optional;

/**
 * One turn as templates see it.
 *
 * @param role {@code system}, {@code user} or {@code assistant}
 * @param pieces texts, and empty for each picture
 */
record ChatTurn(String role, List<Optional<String>> pieces) {
  ChatTurn {
    pieces = List.copyOf(pieces);
  }

  boolean hasPictures() {
    return pieces.stream().anyMatch(Optional::isEmpty);
  }
}
