package org.nexusgen.engine.tensorrt.home;

import java.util.List;

/**
 * What a release of TensorRT needs on a machine.
 *
 * @param version of TensorRT that the engine is made for
 * @param core TensorRT's first library, whose file tells its version
 * @param tensorrt its libraries
 * @param resource its file of kernels without which nothing is built, as a pattern
 * @param resourceRemedy how one gets that, if it does not come with the libraries
 * @param driver the oldest NVIDIA driver
 * @param cuda release of CUDA
 * @param cudart the CUDA runtime
 * @param cudaLibraries more of CUDA
 * @param uncalled libraries that something is linked to, and nothing calls: another stands in for
 *     them
 * @param standIn that one of its libraries which does
 * @param home setting for the folder of TensorRT
 * @param cudaHome setting for the folder of CUDA
 * @param installed how the engine's own command gets it, for messages
 */
public record Needs(
    String version,
    String core,
    List<String> tensorrt,
    String resource,
    String resourceRemedy,
    int driver,
    String cuda,
    String cudart,
    List<String> cudaLibraries,
    List<String> uncalled,
    String standIn,
    String home,
    String cudaHome,
    String installed) {
  private static final String CORE_8 = "libnvinfer.so.8";
  private static final String PARSER_8 = "libnvonnxparser.so.8";
  private static final String CORE_11 = "libnvinfer.so.11";
  private static final String PARSER_11 = "libnvonnxparser.so.11";

  /**
   * TensorRT 8.6: what DJL's layer is linked to. The plugin library is linked to cuBLAS and cuDNN,
   * JavaCPP's layer over the builder to all of both and to NVRTC; plans that are built without
   * their kernels call none of them, which a GPU showed with empty libraries under those names
   * ({@code docs/tensorrt-results.md}). All those symbols are bound when they are first called. The
   * ONNX reader stands in, as the loader refuses a library there whose symbols have versions
   * ({@code readelf -V}: those of libnvinfer, its plugins and its resource have, the readers' have
   * not). The driver is that of CUDA 12.0 (CUDA 12 release notes, table 3).
   */
  public static final Needs EIGHT =
      new Needs(
          "8.6",
          CORE_8,
          List.of(CORE_8, "libnvinfer_plugin.so.8", PARSER_8, "libnvparsers.so.8"),
          "libnvinfer_builder_resource.so.8.6.*",
          "",
          525,
          "12",
          "libcudart.so.12",
          List.of(),
          List.of(
              "libcublas.so.12",
              "libcublasLt.so.12",
              "libcudnn.so.8",
              "libcudnn_adv_infer.so.8",
              "libcudnn_adv_train.so.8",
              "libcudnn_cnn_infer.so.8",
              "libcudnn_cnn_train.so.8",
              "libcudnn_ops_infer.so.8",
              "libcudnn_ops_train.so.8",
              "libnvrtc.so.12"),
          PARSER_8,
          "tensorrt.home",
          "cuda.home",
          " ('nexusgen engines install tensorrt' does)");

  /**
   * TensorRT 11.2: what it is linked to and opens by name, and the native halves of JavaCPP's
   * classes (tensorrt 11.2-1.5.14, cuda 13.3-9.25-1.5.14) are linked to, as {@code readelf -d}
   * says. They ask for the version that they were made with. cuBLAS and cuDNN are wanted by the
   * latter alone: since release 10 TensorRT has kernels of its own. The ONNX reader stands in for
   * them, as the loader refuses a library there whose symbols have versions. The driver is that of
   * CUDA 13.0 (CUDA 13 release notes, table 3). Of the builder's resources, the one in PTX did not
   * do on an H200 ({@code docs/tensorrt-results.md}).
   */
  public static final Needs ELEVEN =
      new Needs(
          "11.2",
          CORE_11,
          List.of(CORE_11, "libnvinfer_plugin.so.11", PARSER_11),
          "libnvinfer_builder_resource_sm*.so.11.2.*",
          "put the one for this GPU there (_sm90 for compute capability 9.0) from NVIDIA's archive"
              + " of TensorRT 11.2; Maven Central has none",
          580,
          "13",
          "libcudart.so.13",
          List.of("libnvrtc.so.13"),
          List.of(
              "libcublas.so.13",
              "libcublasLt.so.13",
              "libcudnn_graph.so.9",
              "libcudnn_ops.so.9",
              "libcudnn_adv.so.9",
              "libcudnn_cnn.so.9"),
          PARSER_11,
          "tensorrt11.home",
          "tensorrt11.cudaHome",
          " ('nexusgen engines install tensorrt11' does)");

  public Needs {
    tensorrt = List.copyOf(tensorrt);
    cudaLibraries = List.copyOf(cudaLibraries);
    uncalled = List.copyOf(uncalled);
  }
}
