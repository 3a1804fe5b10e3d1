package org.nexusgen.engine.tensorrt.worker;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.types.DataType;
import ai.djl.tensorrt.jni.JniUtils;
import ai.djl.tensorrt.jni.LibUtils;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.engine.tensorrt.protocol.Binding;
import org.nexusgen.engine.tensorrt.protocol.Frame;
import org.nexusgen.engine.tensorrt.protocol.Reply;
import org.nexusgen.engine.tensorrt.protocol.Request;

/**
 * Runs plans with DJL's TensorRT engine (ai.djl.tensorrt 0.33.0), whose native half binds buffers
 * of ours and copies all of them at each run. Builds plans with TensorRT's own interface: DJL
 * cannot keep one.
 */
public final class DjlLayer implements NativeLayer {
  /** The name. */
  public static final String NAME = "djl";

  /** Of DJL's native half: a plan, not an ONNX (0) or UFF (1) model. */
  private static final int SERIALIZED = 2;

  private boolean loaded;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Reply.Welcome open() throws IOException {
    CudaDriver.Gpu gpu = CudaDriver.open(DEVICE);
    load();
    return new Reply.Welcome(
        Frame.VERSION,
        JniUtils.getTrtVersion(),
        gpu.name() + " (" + gpu.capability() + ")",
        gpu.totalBytes(),
        gpu.freeBytes());
  }

  private void load() throws IOException {
    if (loaded) {
      return;
    }
    try {
      LibUtils.loadLibrary();
      JniUtils.initPlugins("");
      loaded = true;
    } catch (EngineException | LinkageError | IllegalStateException e) {
      throw new IOException("TensorRT does not load: " + e, e);
    }
  }

  /** What the library says; for machines without a device. */
  static String version() throws IOException {
    new DjlLayer().load();
    return JniUtils.getTrtVersion();
  }

  @Override
  public void build(Request.Build order, BuildListener listener) throws IOException {
    PlanBuilder.build(order, listener);
  }

  @Override
  public Plan load(Path plan) throws IOException {
    try {
      Device gpu = Device.gpu(DEVICE);
      return new DjlPlan(JniUtils.loadModel(SERIALIZED, plan.toString(), gpu, Map.of()));
    } catch (EngineException e) {
      throw new IOException("plan %s does not load: %s".formatted(plan, e.getMessage()), e);
    }
  }

  private static final class DjlPlan implements CopyingPlan {
    private final long model;
    private final long session;
    private final List<Binding> bindings = new ArrayList<>();
    private boolean bound;

    DjlPlan(long model) throws IOException {
      this.model = model;
      this.session = JniUtils.createSession(model);
      add(true, JniUtils.getInputNames(model), JniUtils.getInputDataTypes(model));
      add(false, JniUtils.getOutputNames(model), JniUtils.getOutputDataTypes(model));
    }

    private void add(boolean input, String[] names, DataType[] types) throws IOException {
      for (int i = 0; i < names.length; i++) {
        Shape shape = Shape.of(JniUtils.getShape(session, names[i]));
        bindings.add(new Binding(names[i], input, dtype(names[i], types[i]), shape));
      }
    }

    private static DType dtype(String name, DataType type) throws IOException {
      return switch (type) {
        case FLOAT32 -> DType.F32;
        case FLOAT16 -> DType.F16;
        case INT32 -> DType.I32;
        case INT8 -> DType.I8;
        case BOOLEAN -> DType.BOOL;
        default -> throw new IOException("binding '%s' is of type %s".formatted(name, type));
      };
    }

    @Override
    public List<Binding> bindings() {
      return List.copyOf(bindings);
    }

    @Override
    public void run(Map<String, ByteBuffer> buffers) {
      if (!bound) {
        buffers.forEach((name, buffer) -> JniUtils.bind(session, name, buffer));
        bound = true;
      }
      JniUtils.runTrtModel(session);
    }

    @Override
    public void close() {
      JniUtils.deleteSession(session);
      JniUtils.deleteTrtModel(model);
    }
  }
}
