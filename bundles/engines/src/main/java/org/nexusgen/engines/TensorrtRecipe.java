package org.nexusgen.engines;

import java.util.List;

/**
 * TensorRT 8.6.1 with the runtime of CUDA 12.9, as the JavaCPP Presets publish them. What needs
 * what was read from the libraries themselves: DJL's binding needs {@code libcudart} and both
 * parsers; these the plugin library; the builder opens its resource by name. The plugin library is
 * linked to cuBLAS and cuDNN, too, which the engine never calls. That of CUDA 12.9 is the first
 * that they publish without those, in a jar a fifth as large; it has all functions of 12.3, for
 * which JavaCPP's classes are made, and wants the same driver (CUDA's minor version compatibility).
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
        List.of(TENSORRT_LICENCE, CUDA_LICENCE),
        List.of(
            new Recipe.Source(
                "org.bytedeco:tensorrt:jar:linux-x86_64-redist:8.6-1.5.10",
                824_742_093L,
                List.of(
                    new Recipe.Library("libnvinfer.so.8", 236_469_056),
                    new Recipe.Library("libnvinfer_plugin.so.8", 38_236_968),
                    new Recipe.Library("libnvinfer_builder_resource.so.8.6.1", 1_003_289_256),
                    new Recipe.Library("libnvonnxparser.so.8", 2_826_576),
                    new Recipe.Library("libnvparsers.so.8", 3_428_816))),
            new Recipe.Source(
                "org.bytedeco:cuda-redist:jar:linux-x86_64:12.9-9.10-1.5.12",
                362_212_464L,
                List.of(new Recipe.Library("libcudart.so.12", 741_088)))),
        List.of("tensorrt.home", "cuda.home"),
        "an NVIDIA driver, version 525 or newer");
  }
}
