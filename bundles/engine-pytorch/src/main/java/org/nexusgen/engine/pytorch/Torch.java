package org.nexusgen.engine.pytorch;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.config.CacheFolder;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Tensor;

/** The native library, loaded when it is first needed. */
final class Torch {
  private static final String VERSION_FILE = "jnilib/pytorch.properties";
  private static final String UNKNOWN_VERSION = "0";

  private static @Nullable Engine engine;

  private Torch() {}

  // No holder class: what it throws in its initializer would reach users as an error of the JVM.
  private static synchronized Engine engine() {
    Engine started = engine == null ? start() : engine;
    engine = started;
    return started;
  }

  // DJL finds its engines through the thread's class loader, which may be anybody's.
  private static Engine start() {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(Torch.class.getClassLoader());
    try {
      set("ai.djl.offline", "true");
      set("ai.djl.pytorch.graph_optimizer", "false");
      set("DJL_CACHE_DIR", CacheFolder.path().resolve("djl").toString());
      return Engine.getEngine("PyTorch");
    } catch (EngineException | UnsatisfiedLinkError e) {
      throw new NexusGenException(
          ("engine pytorch does not start: %s; it wants lib/native on the class path, Linux on"
                  + " x86-64, and room for 450 MB in %s")
              .formatted(e.getMessage(), System.getProperty("DJL_CACHE_DIR")),
          e);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static void set(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  /** Of PyTorch, as the jar on the class path says: lists of parts need no library for it. */
  static String version() {
    try (InputStream in = JniUtils.class.getClassLoader().getResourceAsStream(VERSION_FILE)) {
      if (in == null) {
        return UNKNOWN_VERSION;
      }
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty("jni_version", UNKNOWN_VERSION).replaceFirst("-.*", "");
    } catch (IOException e) {
      return UNKNOWN_VERSION;
    }
  }

  /** What arrays are closed with. */
  static PtNDManager manager() {
    return (PtNDManager) engine().newBaseManager();
  }

  /**
   * Prepares the calling thread.
   *
   * @param threads of one operator; 0 for as many as there are processors
   */
  static void enter(int threads) {
    // PyTorch's optimizer of scripts specializes them for shapes, which change from run to run.
    JniUtils.setGraphExecutorOptimize(false);
    int wanted = threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
    if (JniUtils.getNumThreads() != wanted) {
      JniUtils.setNumThreads(wanted);
    }
  }

  /** A tensor that reads Java's memory, which it keeps alive. */
  static PtNDArray array(PtNDManager manager, Tensor tensor) {
    return manager.create(
        tensor.bytes(), new Shape(tensor.shape().toArray()), TorchType.of(tensor.dtype()));
  }

  /** A copy in Java's memory. */
  static Tensor tensor(PtNDArray array) {
    ByteBuffer source = JniUtils.getByteBuffer(array, true);
    ByteBuffer copy = ByteBuffer.allocateDirect(source.remaining()).order(ByteOrder.LITTLE_ENDIAN);
    copy.put(source).flip();
    DType dtype = TorchType.of(array.getDataType());
    return Tensor.wrap(dtype, org.nexusgen.api.tensor.Shape.of(array.getShape().getShape()), copy);
  }
}
