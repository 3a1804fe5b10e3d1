package org.nexusgen.engine.tensorrt.home;

/**
 * One thing that is not as TensorRT needs it.
 *
 * @param what is looked at: {@code NVIDIA driver}, {@code libnvinfer.so.8}
 * @param got what was found: {@code none}, {@code 470.82}
 * @param wanted what is needed
 * @param remedy what a person does about it, as an imperative
 */
public record Shortcoming(String what, String got, String wanted, String remedy) {
  /** In one line. */
  public String sentence() {
    return "%s: got %s, wants %s: %s".formatted(what, got, wanted, remedy);
  }
}
