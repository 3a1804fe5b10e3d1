package org.nexusgen.api.engine;

import java.util.Map;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.tensor.Operand;
import org.osgi.annotation.versioning.ProviderType;

/** A graph that is ready to run, with its weights. Thread-safe until it is closed. */
@ProviderType
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

  /**
   * Builds ahead, and keeps for later processes, what would otherwise be built when the graph first
   * runs with inputs of some size: the plans for all sizes that the engine is configured for. What
   * is there already is not built again.
   *
   * @return the number of plans that this session has for later runs; 0 for engines without plans,
   *     which have nothing to do
   * @throws org.nexusgen.api.NexusGenException if a plan cannot be built, or had to be deleted
   *     again to make room for later ones
   * @throws org.nexusgen.api.CancelledException if it was cancelled; plans that were finished stay
   */
  default int warm(WarmListener listener, Cancellation cancellation) {
    return 0;
  }

  @Override
  void close();
}
