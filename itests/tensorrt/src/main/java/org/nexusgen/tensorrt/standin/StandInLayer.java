package org.nexusgen.tensorrt.standin;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.nexusgen.engine.tensorrt.protocol.Frame;
import org.nexusgen.engine.tensorrt.protocol.Reply;
import org.nexusgen.engine.tensorrt.protocol.Request;
import org.nexusgen.engine.tensorrt.worker.NativeLayer;

/**
 * Behaves as TensorRT behind its layer does, its aborts included, and computes with ONNX Runtime.
 */
public class StandInLayer implements NativeLayer {
  /** The value of the setting {@code tensorrt.layer}. */
  public static final String NAME = "stand-in";

  private static final long STACK = 64L << 20;

  private final String name;
  private final String version;
  private final Room room = new Room();
  private int builds;

  /** As TensorRT 8.6 is. */
  public StandInLayer() {
    this(NAME, "8.6.1");
  }

  /**
   * @param version of the TensorRT in whose place it is
   */
  StandInLayer(String name, String version) {
    this.name = name;
    this.version = version;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Reply.Welcome open() throws IOException {
    Faults.at("open");
    return new Reply.Welcome(Frame.VERSION, version, "stand-in (9.0)", room.all(), room.free());
  }

  @Override
  public void build(Request.Build order, BuildListener listener) throws IOException {
    listener.phase(0, 1, "copying");
    Faults.at("build");
    PlanFile.write(order);
    System.err.println("stand-in: plan " + ++builds + " of this process");
  }

  @Override
  public Plan load(Path plan) throws IOException {
    Faults.at("load");
    Path folder = Files.createTempDirectory("stand-in");
    try {
      Path weights = folder.resolve("weights.bin");
      Files.copy(plan, weights);
      return plan(new PlanFile(plan).read(), folder, room.take(Files.size(plan)));
    } catch (OrtException e) {
      throw new IOException("plan %s: %s".formatted(plan, e.getMessage()), e);
    } finally {
      Files.deleteIfExists(folder.resolve("weights.bin"));
      Files.deleteIfExists(folder);
    }
  }

  /**
   * @param folder with the weights, for as long as this takes
   * @param closed called when the plan is closed
   */
  Plan plan(PlanFile.Content content, Path folder, Runnable closed)
      throws IOException, OrtException {
    if (!content.order().profile().isEmpty()) {
      Faults.abort("TensorRT 8.6 behind DJL has no profiles");
    }
    return new StandInPlan(environment(), content.model(), folder, closed);
  }

  // ONNX Runtime's start needs much stack where the class path is in the command line.
  static OrtEnvironment environment() throws IOException {
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
