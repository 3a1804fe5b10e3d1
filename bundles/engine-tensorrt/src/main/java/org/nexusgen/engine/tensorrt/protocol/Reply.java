package org.nexusgen.engine.tensorrt.protocol;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.nexusgen.api.tensor.Shape;

/** What the worker says. {@link Beat} and {@link Progress} may come before an answer. */
public sealed interface Reply {
  /** I live. */
  record Beat() implements Reply {}

  /** How far a build is. */
  record Progress(int done, int total, String phase) implements Reply {}

  /**
   * The answer to {@link Request.Greet}.
   *
   * @param version of the protocol
   * @param tensorrt version of the library
   * @param device name of the GPU with its compute capability: {@code NVIDIA H100 (9.0)}
   * @param totalBytes memory of the device; 0 if unknown
   * @param freeBytes of it
   */
  record Welcome(int version, String tensorrt, String device, long totalBytes, long freeBytes)
      implements Reply {}

  /** The answer to {@link Request.Load}. */
  record Loaded(List<Binding> bindings) implements Reply {
    public Loaded {
      bindings = List.copyOf(bindings);
    }
  }

  /** The answer to {@link Request.Run}, one for each output that was wanted, in order. */
  record Ran(List<Result> outputs) implements Reply {
    public Ran {
      outputs = List.copyOf(outputs);
    }
  }

  /**
   * @param shape of the values
   * @param handle of the tensor in the worker; 0 if it is {@code inline}
   * @param inline a small one's bytes
   */
  record Result(Shape shape, long handle, Optional<ByteBuffer> inline) {}

  /** It is done; there is nothing to say. */
  record Done() implements Reply {}

  /** It could not be done; the worker goes on. */
  record Failed(String message) implements Reply {}
}
