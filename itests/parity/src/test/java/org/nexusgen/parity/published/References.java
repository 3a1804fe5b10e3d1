package org.nexusgen.parity.published;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.api.tensor.Tensor;

/**
 * What blocks are compared with, kept in files, so that runs in several precisions compute it once.
 *
 * @param folder of the files, or null: they are computed each time
 */
record References(@Nullable Path folder) {
  /** In the folder of the property {@code proof.references}, if it is set. */
  static References configured() {
    String folder = System.getProperty("proof.references", "");
    return new References(folder.isEmpty() ? null : Path.of(folder));
  }

  /** All outputs of a graph, in float32. */
  Map<String, Tensor> of(String block, Graph graph, Supplier<Map<String, Tensor>> computed)
      throws IOException {
    if (folder == null) {
      return computed.get();
    }
    Files.createDirectories(folder);
    if (!Files.exists(folder.resolve(block + ".done"))) {
      write(block, computed.get());
    }
    Map<String, Tensor> outputs = new HashMap<>();
    for (Graph.Argument output : graph.outputs()) {
      outputs.put(output.name(), read(file(block, output.name())));
    }
    return outputs;
  }

  private Path file(String block, String output) {
    return Path.of(String.valueOf(folder), block + "." + output);
  }

  private void write(String block, Map<String, Tensor> outputs) throws IOException {
    for (Map.Entry<String, Tensor> output : outputs.entrySet()) {
      Tensor tensor = output.getValue();
      long[] shape = tensor.shape().toArray();
      float[] values = tensor.floats();
      ByteBuffer bytes =
          ByteBuffer.allocate((1 + shape.length) * Long.BYTES + values.length * Float.BYTES)
              .order(ByteOrder.LITTLE_ENDIAN);
      bytes.putLong(shape.length);
      for (long size : shape) {
        bytes.putLong(size);
      }
      bytes.asFloatBuffer().put(values);
      Path target = file(block, output.getKey());
      // Of a name of its own: two processes may compute the same one at the same time.
      Path whole = Files.createTempFile(target.getParent(), block, ".new");
      Files.write(whole, bytes.array());
      Files.move(whole, target, StandardCopyOption.REPLACE_EXISTING);
    }
    Files.writeString(Path.of(String.valueOf(folder), block + ".done"), "");
  }

  private static Tensor read(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    long[] shape = new long[Math.toIntExact(bytes.getLong())];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = bytes.getLong();
    }
    ByteBuffer values = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
    return Tensor.wrap(DType.F32, Shape.of(shape), values);
  }
}
