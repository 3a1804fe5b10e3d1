package org.nexusgen.engine.pytorch;

import ai.djl.engine.EngineException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nexusgen.api.NexusGenException;

/**
 * What the interpreter says when it fails, in the graph's words.
 *
 * @param what the error itself
 * @param where operator and layer with a space before, or nothing if they are not known
 */
record TorchFailure(String what, String where) {
  /** The line that failed ends with a comment that says what it is; the next one points at it. */
  private static final Pattern PLACE = Pattern.compile("# (.*)\\n[ ~]*<--- HERE");

  private static final String ERROR = "RuntimeError: ";

  static TorchFailure of(EngineException e) {
    String message = String.valueOf(e.getMessage()).strip();
    int error = message.lastIndexOf(ERROR);
    Matcher place = PLACE.matcher(message);
    return new TorchFailure(
        error < 0 ? message : message.substring(error + ERROR.length()).strip(),
        place.find() ? " at " + place.group(1).strip() : "");
  }

  /** Whether there was no memory for a tensor. */
  boolean isMemory() {
    return what.contains("can't allocate memory") || what.contains("not enough memory");
  }

  static NexusGenException exception(String graph, EngineException e) {
    TorchFailure failure = of(e);
    return new NexusGenException(
        "graph '%s' failed in PyTorch%s: %s".formatted(graph, failure.where(), failure.what()), e);
  }
}
