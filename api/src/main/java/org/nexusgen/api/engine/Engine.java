package org.nexusgen.api.engine;

import java.util.Map;
import java.util.Optional;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.weights.WeightStore;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Runs graphs. A service: one an engine bundle, thread-safe, alive as long as the JVM. A bundle
 * offers its engine even where its native libraries or its device are missing; the engine then says
 * so in {@link #availability}, and refuses to open graphs with the same reasons.
 */
@ProviderType
public interface Engine {
  /**
   * What it is and can. Never fails where the engine is not {@linkplain #availability available}:
   * it then says what it would be.
   */
  EngineInfo info();

  /**
   * Whether it can run here and now. Cheap enough for listings (it looks at files and versions and
   * opens no graph), never throws, and may change from call to call.
   */
  default Availability availability() {
    return Availability.available();
  }

  /** Memory of its device at this moment; empty if it computes in the host's. Never throws. */
  default Optional<DeviceMemory> deviceMemory() {
    return Optional.empty();
  }

  /** The name by which settings choose it. */
  default String name() {
    return info().name();
  }

  /**
   * What a graph would need, without opening it. Reads no weight.
   *
   * @param sizes a number for each symbol in the shapes of its inputs; without all of them the
   *     workspace is not estimated
   */
  default MemoryEstimate estimate(
      Graph graph, WeightStore weights, SessionSettings settings, Map<String, Long> sizes) {
    long values = graph.weights().stream().mapToLong(one -> one.type().shape().elements()).sum();
    return new MemoryEstimate(values * DType.F32.bytes(), 0);
  }

  /**
   * Prepares a graph for running with weights bound by name. F16, BF16 and F8 weights are widened
   * as the engine needs.
   *
   * @return a session; whoever opened it closes it
   * @throws BadInputException if a weight is missing or has another shape than the graph wants
   * @throws NexusGenException if the engine cannot run the graph; the message names operator, type
   *     or shape
   */
  GraphSession open(Graph graph, WeightStore weights, SessionSettings settings);
}
