package org.nexusgen.engine.tensorrt.home;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.nexusgen.api.engine.Availability.Reason;

/**
 * Looks for what TensorRT 8.6 needs: the system, the driver, the CUDA libraries, its own. Reads
 * names and a few short files; what only native code can tell (the device's abilities) the worker
 * process finds out.
 */
public final class Discovery {
  /** The release of TensorRT that the engine is made for. */
  public static final String VERSION = "8.6";

  private static final String CORE = "libnvinfer.so.8";

  /** What DJL's layer and TensorRT's ONNX parser are linked to. */
  static final List<String> TENSORRT =
      List.of(CORE, "libnvinfer_plugin.so.8", "libnvonnxparser.so.8", "libnvparsers.so.8");

  /**
   * What {@code libnvinfer_plugin.so.8} of a build for CUDA 12 is linked to, and JavaCPP's layer
   * over TensorRT's builder.
   */
  static final List<String> CUDA =
      List.of("libcublas.so.12", "libcublasLt.so.12", "libnvrtc.so.12");

  static final String CUDART = "libcudart.so.12";
  static final String CUDNN = "libcudnn.so.8";

  private Discovery() {}

  /** Never throws; costs a few look-ups of file names. */
  public static Findings look(Machine machine) {
    if (!machine.os().equals("Linux") || !machine.arch().equals("amd64")) {
      return new Findings.Incomplete(
          List.of(
              new Reason(
                  "operating system",
                  machine.os() + " on " + machine.arch(),
                  "Linux on amd64 (x86-64)",
                  "run it on such a machine, or choose --engine onnxruntime")));
    }
    List<Reason> reasons = new ArrayList<>();
    Set<Path> folders = new LinkedHashSet<>();
    Driver driver = new Driver(machine);
    String driverVersion = driver.check(reasons);
    Libraries cuda = Libraries.cuda(machine);
    Optional<Path> cudart =
        cuda.require(
            CUDART,
            "install the CUDA 12 runtime ('nexusgen engines install tensorrt' does), or set cuda.home",
            reasons);
    cudart.ifPresent(file -> folders.add(Libraries.folder(file)));
    for (String name : CUDA) {
      cuda.require(name, "install cuBLAS and NVRTC of CUDA 12, or set cuda.home", reasons)
          .ifPresent(file -> folders.add(Libraries.folder(file)));
    }
    Optional<Path> cudnn =
        cuda.require(CUDNN, "install cuDNN 8 for CUDA 12, or put it into cuda.home", reasons);
    cudnn.ifPresent(file -> folders.add(Libraries.folder(file)));
    Libraries tensorrt = Libraries.tensorrt(machine);
    for (String name : TENSORRT) {
      tensorrt
          .require(
              name,
              "install TensorRT "
                  + VERSION
                  + " ('nexusgen engines install tensorrt' does), or set tensorrt.home",
              reasons)
          .ifPresent(file -> folders.add(Libraries.folder(file)));
    }
    String version = tensorrt.version(CORE);
    if (!version.isEmpty() && !version.startsWith(VERSION + ".")) {
      reasons.add(
          new Reason(
              "TensorRT in " + tensorrt.where(CORE),
              version,
              VERSION,
              "install TensorRT " + VERSION + ", and set tensorrt.home to its folder"));
    }
    return reasons.isEmpty() && cudart.isPresent() && cudnn.isPresent()
        ? new Findings.Complete(
            version.isEmpty() ? VERSION : version,
            driverVersion,
            cudart.get(),
            cudnn.get(),
            List.copyOf(folders))
        : new Findings.Incomplete(reasons);
  }
}
