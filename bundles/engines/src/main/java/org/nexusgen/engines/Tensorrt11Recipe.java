package org.nexusgen.engines;

import java.util.List;

/**
 * TensorRT 11.2.1 with the runtime and the run-time compiler of CUDA 13.3, as the JavaCPP Presets
 * publish them. For CUDA 13 they publish neither cuBLAS nor cuDNN, and TensorRT 11 needs neither:
 * {@code libnvinfer} opens NVRTC and the driver, and nothing more of CUDA. What runs plans built
 * with version compatibility is left out. Of the builder's resources they publish the one in PTX
 * alone, with which TensorRT built nothing on an H200 ({@code docs/tensorrt-results.md}).
 */
final class Tensorrt11Recipe {
  private Tensorrt11Recipe() {}

  static Recipe recipe() {
    return new Recipe(
        "tensorrt11",
        "11.2.1",
        "Linux amd64",
        List.of(TensorrtRecipe.TENSORRT_LICENCE, TensorrtRecipe.CUDA_LICENCE),
        List.of(
            new Recipe.Source(
                "org.bytedeco:tensorrt:jar:linux-x86_64-redist:11.2-1.5.14",
                556_440_161L,
                List.of(
                    new Recipe.Library("libnvinfer.so.11", 686_588_712),
                    new Recipe.Library("libnvinfer_plugin.so.11", 47_231_176),
                    new Recipe.Library("libnvinfer_builder_resource_ptx.so.11.2.1", 243_756_656),
                    new Recipe.Library("libnvonnxparser.so.11", 3_819_424))),
            new Recipe.Source(
                "org.bytedeco:cuda-redist:jar:linux-x86_64:13.3-9.25-1.5.14",
                343_544_174L,
                List.of(
                    new Recipe.Library("libcudart.so.13", 782_080),
                    new Recipe.Library("libnvrtc.so.13", 120_072_328),
                    new Recipe.Library("libnvrtc-builtins.so.13.3", 6_555_592)))),
        List.of("tensorrt11.home", "tensorrt11.cudaHome"),
        "an NVIDIA driver, version 580 or newer; a GPU of compute capability 7.5 or newer; and, to"
            + " build plans, TensorRT's resource for that GPU, which Maven Central does not have"
            + " (libnvinfer_builder_resource_sm90.so.11.2.1 for 9.0): put it beside the others from"
            + " NVIDIA's archive of TensorRT 11.2.1");
  }
}
