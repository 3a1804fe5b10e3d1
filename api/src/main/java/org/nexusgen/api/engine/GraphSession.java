package org.nexusgen.api.engine;

import java.util.Map;
import org.nexusgen.api.tensor.Operand;

/** A graph that is ready to run, with its weights. Thread-safe until it is closed. */
public interface GraphSession extends AutoCloseable {
  /**
   * Runs the graph.
   *
   * @param inputs one operand for each of the graph's inputs, by name; resident ones must come from
   *     the same engine and stay open during the call
   * @return the outputs; the caller closes it
   * @throws org.nexusgen.api.NexusGenException if an input is missing, unknown or of another type,
   *     or the engine fails
   */
  RunResult run(Map<String, ? extends Operand> inputs);

  @Override
  void close();
}
