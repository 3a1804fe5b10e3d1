package org.nexusgen.backbone.qwen;

import org.nexusgen.graph.Value;

/** Sees values inside the network while it is written, so that tests can ask for them. */
@FunctionalInterface
interface Probe {
  Probe NONE = (name, value) -> value;

  /**
   * @return the value
   */
  Value see(String name, Value value);
}
