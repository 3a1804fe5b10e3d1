package org.nexusgen.engine.pytorch.script;

/** Writes one operator. */
@FunctionalInterface
interface OperatorScript {
  void write(NodeScript o);
}
