package org.nexusgen.graph.nn;

import org.nexusgen.graph.GraphBuilder;
import org.nexusgen.graph.Value;

/**
 * A place in a checkpoint's tree of names.
 *
 * @param builder the graph that weights are declared in
 * @param prefix what stands before each name, with its dot; empty at the root
 */
public record Scope(GraphBuilder builder, String prefix) {
  /** The place below: {@code at("attn")} of {@code blocks.0.} is {@code blocks.0.attn.} */
  public Scope at(String child) {
    return new Scope(builder, prefix + child + ".");
  }

  /** The i-th of a list of places. */
  public Scope at(int index) {
    return at(Integer.toString(index));
  }

  /** A float32 tensor of the checkpoint. */
  public Value weight(String name, long... shape) {
    return builder.weight(prefix + name, shape);
  }

  /** How messages name the place. */
  String layer() {
    return prefix.endsWith(".") ? prefix.substring(0, prefix.length() - 1) : prefix;
  }
}
