package org.nexusgen.tensorrt.standin;

/** Behaves as TensorRT 11 does: every type is as it is in the graph. */
public final class StandIn11Layer extends StandInLayer {
  /** The value of the setting {@code tensorrt.layer}. */
  public static final String NAME = "stand-in-11";

  /** Computes with ONNX Runtime, too. */
  public StandIn11Layer() {
    super(NAME, "11.2.1", false);
  }
}
