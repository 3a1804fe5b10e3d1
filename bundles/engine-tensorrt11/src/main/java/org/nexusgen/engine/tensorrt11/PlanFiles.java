package org.nexusgen.engine.tensorrt11;

import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.tensorrt.nvinfer.ICudaEngine;
import org.bytedeco.tensorrt.nvinfer.IHostMemory;
import org.bytedeco.tensorrt.nvinfer.IRuntime;

/** Plans of any size, from disk onto the device, and back. */
final class PlanFiles {
  private PlanFiles() {}

  static ICudaEngine read(IRuntime runtime, Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file);
        BytePointer bytes = new BytePointer(channel.size())) {
      Pieces.each(
          bytes,
          channel.size(),
          piece -> {
            while (piece.hasRemaining()) {
              if (channel.read(piece) < 0) {
                throw new EOFException(file + " became shorter while it was read");
              }
            }
          });
      return Made.require(
          runtime.deserializeCudaEngine(bytes, channel.size()), "engine of plan " + file);
    }
  }

  static void write(IHostMemory plan, Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      Pieces.each(
          new BytePointer(plan.data()),
          plan.size(),
          piece -> {
            while (piece.hasRemaining()) {
              channel.write(piece);
            }
          });
    }
  }
}
