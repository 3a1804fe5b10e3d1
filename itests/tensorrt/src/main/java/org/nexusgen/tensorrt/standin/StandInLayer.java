package org.nexusgen.tensorrt.standin;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.nexusgen.engine.tensorrt.protocol.Frame;
import org.nexusgen.engine.tensorrt.protocol.Reply;
import org.nexusgen.engine.tensorrt.protocol.Request;
import org.nexusgen.engine.tensorrt.worker.NativeLayer;

/**
 * Behaves as TensorRT behind its layer does, its aborts included, and computes with ONNX Runtime. A
 * plan is the weights' file followed by the model and its length.
 */
public class StandInLayer implements NativeLayer {
  /** The value of the setting {@code tensorrt.layer}. */
  public static final String NAME = "stand-in";

  private static final long MEMORY = 80L << 30;
  private static final long STACK = 64L << 20;

  private final String name;
  private final String version;
  private final boolean narrow;
  private int builds;

  /** As TensorRT 8.6 is. */
  public StandInLayer() {
    this(NAME, "8.6.1", true);
  }

  /**
   * @param version of the TensorRT in whose place it is
   * @param narrow whether int64 is int32 outside
   */
  StandInLayer(String name, String version, boolean narrow) {
    this.name = name;
    this.version = version;
    this.narrow = narrow;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Reply.Welcome open(int device) throws IOException {
    Faults.at("open");
    return new Reply.Welcome(Frame.VERSION, version, "stand-in (9.0)", MEMORY, MEMORY);
  }

  @Override
  public void build(Request.Build order, BuildListener listener) throws IOException {
    listener.phase(0, 1, "copying");
    Faults.at("build");
    Path model = Path.of(order.model());
    Path plan = Path.of(order.plan());
    Files.copy(model.resolveSibling("weights.bin"), plan, StandardCopyOption.REPLACE_EXISTING);
    byte[] bytes = Files.readAllBytes(model);
    try (FileChannel out = FileChannel.open(plan, StandardOpenOption.APPEND)) {
      out.write(ByteBuffer.wrap(bytes));
      out.write(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
    }
    System.err.println("stand-in: plan " + ++builds + " of this process");
  }

  @Override
  public Plan load(Path plan) throws IOException {
    Faults.at("load");
    Path folder = Files.createTempDirectory("stand-in");
    try {
      Path weights = folder.resolve("weights.bin");
      Files.copy(plan, weights);
      return new StandInPlan(environment(), model(plan), folder, narrow);
    } catch (OrtException e) {
      throw new IOException("plan %s: %s".formatted(plan, e.getMessage()), e);
    } finally {
      Files.deleteIfExists(folder.resolve("weights.bin"));
      Files.deleteIfExists(folder);
    }
  }

  private static byte[] model(Path plan) throws IOException {
    try (FileChannel in = FileChannel.open(plan)) {
      ByteBuffer length = ByteBuffer.allocate(Integer.BYTES);
      in.read(length, in.size() - Integer.BYTES);
      ByteBuffer model = ByteBuffer.allocate(length.flip().getInt());
      in.read(model, in.size() - Integer.BYTES - model.capacity());
      return model.array();
    }
  }

  // ONNX Runtime's start needs much stack where the class path is in the command line.
  private static OrtEnvironment environment() throws IOException {
    OrtEnvironment[] made = new OrtEnvironment[1];
    Thread thread =
        new Thread(
            null,
            () ->
                made[0] =
                    OrtEnvironment.getEnvironment(
                        OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "stand-in"),
            "onnxruntime-start",
            STACK);
    thread.start();
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    return made[0];
  }
}
