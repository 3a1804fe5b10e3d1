package org.nexusgen.engine.onnxruntime;

import java.nio.file.Path;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.graph.onnx.WeightLocation;

/** Where the stored form of a weight is on this machine. */
sealed interface WeightPlace {
  /**
   * @param file as the file system knows it, free of links
   */
  record InFile(Path file, long offset, long length) implements WeightPlace {}

  record Inline(Tensor tensor) implements WeightPlace {}

  default WeightLocation relativeTo(Path folder) {
    return switch (this) {
      case InFile in ->
          new WeightLocation.External(
              folder.relativize(in.file()).toString(), in.offset(), in.length());
      case Inline inline -> new WeightLocation.Inline(inline.tensor());
    };
  }
}
