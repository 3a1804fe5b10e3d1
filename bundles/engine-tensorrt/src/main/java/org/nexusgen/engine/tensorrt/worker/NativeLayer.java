package org.nexusgen.engine.tensorrt.worker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.engine.tensorrt.protocol.Binding;
import org.nexusgen.engine.tensorrt.protocol.Reply;
import org.nexusgen.engine.tensorrt.protocol.Request;

/**
 * What stands between the worker and TensorRT; found by name through the service loader, in the
 * worker process only. It may end the process: that is what the process is for. Called by one
 * thread.
 */
public interface NativeLayer {
  /** CUDA's number of the GPU: the worker sees one alone. */
  int DEVICE = 0;

  /**
   * By which the engine that started the worker, or the setting {@code tensorrt.layer}, asks for
   * it.
   */
  String name();

  /**
   * Loads the libraries and looks at the device.
   *
   * @throws IOException if there is none, or a library does not load
   */
  Reply.Welcome open() throws IOException;

  /** Hears of a build. */
  @FunctionalInterface
  interface BuildListener {
    /** Phase {@code done} of {@code total} begins. */
    void phase(int done, int total, String phase);
  }

  /**
   * Writes a plan for a model, whose shapes are fixed or as the order's profile says.
   *
   * @throws IOException if the model cannot be built; the message says which operator
   */
  void build(Request.Build order, BuildListener listener) throws IOException;

  /**
   * Writes a plan that is another one with other weights.
   *
   * @throws IOException if the other one does not refit, or is of another network
   */
  default void refit(Request.Refit order, BuildListener listener) throws IOException {
    throw new IOException("layer %s does not refit".formatted(name()));
  }

  /** Brings a plan onto the device. */
  Plan load(Path plan) throws IOException;

  /**
   * Brings a plan onto the device that streams.
   *
   * @param weightBytes of its weights that may be there at a time, 0 or more
   */
  default Plan load(Path plan, long weightBytes) throws IOException {
    throw new IOException("layer %s does not stream weights".formatted(name()));
  }

  /**
   * Takes memory on the device; asked by those only whose plans are resident.
   *
   * @param bytes may be 0
   * @throws IOException if there is not so much
   */
  default DeviceMemory allocate(long bytes) throws IOException {
    throw new IOException("layer %s keeps nothing on the device".formatted(name()));
  }

  /** A plan on the device. */
  sealed interface Plan extends AutoCloseable {
    /** All that it takes and gives. */
    List<Binding> bindings();

    @Override
    void close();
  }

  /** One of fixed shapes that copies all that it takes and gives at each run. */
  non-sealed interface CopyingPlan extends Plan {
    /**
     * Runs it.
     *
     * @param buffers direct memory for each binding, as large as the binding; always the same ones
     */
    void run(Map<String, ByteBuffer> buffers) throws IOException;
  }

  /** One that takes and gives tensors in the device's memory. */
  non-sealed interface ResidentPlan extends Plan {
    /**
     * Says the shapes of the next run's inputs.
     *
     * @return those that its outputs will have
     * @throws IOException if the plan is not for such
     */
    Map<String, Shape> reshape(Map<String, Shape> inputs) throws IOException;

    /**
     * Runs it with the shapes that were said last.
     *
     * @param memory for each binding, large enough for its shape; nothing is copied
     */
    void run(Map<String, DeviceMemory> memory) throws IOException;
  }
}
