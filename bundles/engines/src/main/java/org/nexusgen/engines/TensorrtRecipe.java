package org.nexusgen.engines;

import java.util.List;

/**
 * TensorRT 8.6.1 with what it needs of CUDA 12.3 and cuDNN 8.9, as the JavaCPP Presets publish
 * them. What needs what was read from the libraries themselves: DJL's binding needs {@code
 * libcudart} and both parsers; these the plugin library; that cuBLAS and cuDNN; the builder opens
 * its resource, and cuDNN its inference libraries and NVRTC, by name. Training libraries and the
 * other two thirds of CUDA are left out.
 */
final class TensorrtRecipe {
  static final Licence TENSORRT_LICENCE =
      new Licence(
          "NVIDIA TensorRT Software License Agreement",
          "https://docs.nvidia.com/deeplearning/tensorrt/sla/index.html");
  static final Licence CUDA_LICENCE =
      new Licence(
          "NVIDIA CUDA Toolkit End User License Agreement",
          "https://docs.nvidia.com/cuda/eula/index.html");

  private TensorrtRecipe() {}

  static Recipe recipe() {
    return new Recipe(
        "tensorrt",
        "8.6.1",
        "Linux amd64",
        List.of(
            TENSORRT_LICENCE,
            CUDA_LICENCE,
            new Licence(
                "NVIDIA cuDNN Software License Agreement",
                "https://docs.nvidia.com/deeplearning/cudnn/sla/index.html")),
        List.of(
            new Recipe.Source(
                "org.bytedeco:tensorrt:jar:linux-x86_64-redist:8.6-1.5.10",
                824_742_093L,
                List.of(
                    "libnvinfer.so.8",
                    "libnvinfer_plugin.so.8",
                    "libnvinfer_builder_resource.so.8.6.1",
                    "libnvonnxparser.so.8",
                    "libnvparsers.so.8"),
                1_284_250_672L),
            new Recipe.Source(
                "org.bytedeco:cuda:jar:linux-x86_64-redist:12.3-8.9-1.5.10",
                1_992_966_570L,
                List.of(
                    "libcudart.so.12",
                    "libcublas.so.12",
                    "libcublasLt.so.12",
                    "libcudnn.so.8",
                    "libcudnn_ops_infer.so.8",
                    "libcudnn_cnn_infer.so.8",
                    "libnvrtc.so.12",
                    "libnvrtc-builtins.so.12.3"),
                1_354_840_416L)),
        List.of("tensorrt.home", "cuda.home"),
        "an NVIDIA driver, version 525 or newer, and zlib (libz.so.1)");
  }
}
