package org.nexusgen.engine.tensorrt11;

import java.io.IOException;
import java.nio.file.Path;
import org.bytedeco.tensorrt.global.nvinfer;
import org.bytedeco.tensorrt.nvinfer.ILogger;
import org.bytedeco.tensorrt.nvinfer.IRuntime;
import org.jspecify.annotations.Nullable;
import org.nexusgen.engine.tensorrt.protocol.Frame;
import org.nexusgen.engine.tensorrt.protocol.Reply;
import org.nexusgen.engine.tensorrt.protocol.Request;
import org.nexusgen.engine.tensorrt.worker.DeviceMemory;
import org.nexusgen.engine.tensorrt.worker.NativeLayer;

/** Builds and runs plans with TensorRT 11 (org.bytedeco:tensorrt 11.2-1.5.14). */
public final class Tensorrt11Layer implements NativeLayer {
  /** The name. */
  public static final String NAME = "tensorrt11";

  private final Scratch scratch = new Scratch();
  private @Nullable ILogger log;
  private @Nullable IRuntime runtime;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Reply.Welcome open() throws IOException {
    try {
      CudaRuntime.Gpu gpu = CudaRuntime.open(DEVICE);
      String version =
          "%d.%d.%d"
              .formatted(
                  nvinfer.getInferLibMajorVersion(),
                  nvinfer.getInferLibMinorVersion(),
                  nvinfer.getInferLibPatchVersion());
      return new Reply.Welcome(
          Frame.VERSION,
          version,
          gpu.name() + " (" + gpu.capability() + ")",
          gpu.totalBytes(),
          gpu.freeBytes());
    } catch (LinkageError e) {
      throw new IOException(
          "TensorRT 11 does not load: %s; 'nexusgen engines' says which libraries are missing"
              .formatted(e),
          e);
    }
  }

  @Override
  public void build(Request.Build order, BuildListener listener) throws IOException {
    scratch.free(); // what kernels are tried with takes its place
    PlanBuilder.build(order, log(), listener);
  }

  @Override
  public Plan load(Path plan) throws IOException {
    return load(plan, Request.Load.ALL);
  }

  @Override
  public Plan load(Path plan, long weightBytes) throws IOException {
    return Tensorrt11Plan.load(runtime(), plan, scratch, weightBytes);
  }

  @Override
  public void refit(Request.Refit order, BuildListener listener) throws IOException {
    PlanRefitter.refit(order, runtime(), log(), listener);
  }

  @Override
  public DeviceMemory allocate(long bytes) throws IOException {
    return new CudaMemory(bytes);
  }

  private ILogger log() {
    ILogger made = log == null ? new StandardErrorLog() : log;
    log = made; // TensorRT keeps its address
    return made;
  }

  private IRuntime runtime() throws IOException {
    IRuntime made =
        runtime == null ? Made.require(nvinfer.createInferRuntime(log()), "runtime") : runtime;
    runtime = made;
    return made;
  }
}
