package org.nexusgen.engine.tensorrt.support;

/**
 * Why a release of TensorRT does not read a node.
 *
 * @param op operator name, or {@code input}
 * @param name of its first output in the graph
 * @param problem what it has and what the release takes
 * @param remedy what would help
 */
public record Violation(String op, String name, String problem, String remedy) {
  @Override
  public String toString() {
    return "%s '%s': %s; %s".formatted(op, name, problem, remedy);
  }
}
