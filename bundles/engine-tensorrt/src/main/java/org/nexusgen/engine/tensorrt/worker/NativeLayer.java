package org.nexusgen.engine.tensorrt.worker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.nexusgen.engine.tensorrt.protocol.Binding;
import org.nexusgen.engine.tensorrt.protocol.Reply;
import org.nexusgen.engine.tensorrt.protocol.Request;

/**
 * What stands between the worker and TensorRT; found by name through the service loader, in the
 * worker process only. It may end the process: that is what the process is for. Called by one
 * thread.
 */
public interface NativeLayer {
  /**
   * By which the engine that started the worker, or the setting {@code tensorrt.layer}, asks for
   * it.
   */
  String name();

  /**
   * Loads the libraries and looks at the device.
   *
   * @param device number of the GPU
   * @throws IOException if there is no such device, or a library does not load
   */
  Reply.Welcome open(int device) throws IOException;

  /** Hears of a build. */
  @FunctionalInterface
  interface BuildListener {
    /** Phase {@code done} of {@code total} begins. */
    void phase(int done, int total, String phase);
  }

  /**
   * Writes a plan for a model of fixed shapes.
   *
   * @throws IOException if the model cannot be built; the message says which operator
   */
  void build(Request.Build order, BuildListener listener) throws IOException;

  /** Brings a plan onto the device. */
  Plan load(Path plan) throws IOException;

  /** A plan on the device. */
  interface Plan extends AutoCloseable {
    /** All that it takes and gives. */
    List<Binding> bindings();

    /**
     * Runs it.
     *
     * @param buffers direct memory for each binding, as large as the binding; always the same ones
     */
    void run(Map<String, ByteBuffer> buffers) throws IOException;

    @Override
    void close();
  }
}
