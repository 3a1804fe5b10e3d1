package org.nexusgen.engine.tensorrt.home;

import java.util.List;

/**
 * What a release of TensorRT needs on a machine.
 *
 * @param version of TensorRT that the engine is made for
 * @param core TensorRT's first library, whose file tells its version
 * @param tensorrt its libraries
 * @param driver the oldest NVIDIA driver
 * @param cuda release of CUDA
 * @param cudart the CUDA runtime
 * @param cudaLibraries more of CUDA
 * @param cudnn release of cuDNN
 * @param cudnnLibraries of it
 * @param home setting for the folder of TensorRT
 * @param cudaHome setting for the folder of CUDA and cuDNN
 * @param installed how the engine's own command gets it, for messages; empty if it does not
 */
public record Needs(
    String version,
    String core,
    List<String> tensorrt,
    int driver,
    String cuda,
    String cudart,
    List<String> cudaLibraries,
    String cudnn,
    List<String> cudnnLibraries,
    String home,
    String cudaHome,
    String installed) {
  private static final String CORE_8 = "libnvinfer.so.8";
  private static final String CORE_11 = "libnvinfer.so.11";

  /**
   * TensorRT 8.6: what DJL's layer, TensorRT's ONNX parser and {@code libnvinfer_plugin.so.8} of a
   * build for CUDA 12 are linked to, and JavaCPP's layer over the builder. The driver is that of
   * CUDA 12.0 (CUDA 12 release notes, table 3).
   */
  public static final Needs EIGHT =
      new Needs(
          "8.6",
          CORE_8,
          List.of(CORE_8, "libnvinfer_plugin.so.8", "libnvonnxparser.so.8", "libnvparsers.so.8"),
          525,
          "12",
          "libcudart.so.12",
          List.of("libcublas.so.12", "libcublasLt.so.12", "libnvrtc.so.12"),
          "8",
          List.of("libcudnn.so.8"),
          "tensorrt.home",
          "cuda.home",
          " ('nexusgen engines install tensorrt' does)");

  /**
   * TensorRT 11.2: what the native halves of JavaCPP's classes (tensorrt 11.2-1.5.14, cuda
   * 13.3-9.25-1.5.14) are linked to, as {@code readelf -d} says. They ask for the version that they
   * were made with. The driver is that of CUDA 13.0 (CUDA 13 release notes, table 3).
   */
  public static final Needs ELEVEN =
      new Needs(
          "11.2",
          CORE_11,
          List.of(CORE_11, "libnvinfer_plugin.so.11", "libnvonnxparser.so.11"),
          580,
          "13",
          "libcudart.so.13",
          List.of("libcublas.so.13", "libcublasLt.so.13", "libnvrtc.so.13"),
          "9",
          List.of(
              "libcudnn_graph.so.9", "libcudnn_ops.so.9", "libcudnn_adv.so.9", "libcudnn_cnn.so.9"),
          "tensorrt11.home",
          "tensorrt11.cudaHome",
          "");

  public Needs {
    tensorrt = List.copyOf(tensorrt);
    cudaLibraries = List.copyOf(cudaLibraries);
    cudnnLibraries = List.copyOf(cudnnLibraries);
  }
}
