package org.nexusgen.parity.published;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.Map;
import java.util.Set;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.weights.WeightEntry;
import org.nexusgen.api.weights.WeightStore;

/**
 * Tensors of which name and shape are known; their values are the first of one file of numbers.
 *
 * @param shapes by name
 */
record PaperWeights(Map<String, Shape> shapes, Numbers numbers) implements WeightStore {
  @Override
  public Set<String> names() {
    return shapes.keySet();
  }

  @Override
  public WeightEntry.InFile entry(String name) {
    Shape shape = shapes.get(name);
    if (shape == null) {
      throw new BadInputException("no tensor '%s' in the published layout".formatted(name));
    }
    boolean scale = shape.rank() == 1 && name.endsWith(".weight"); // of a normalization
    return new WeightEntry.InFile(
        name,
        DType.F32,
        shape,
        numbers.file(),
        scale ? numbers.scales() : 0,
        shape.elements() * DType.F32.bytes());
  }

  @Override
  public Tensor read(String name) {
    WeightEntry.InFile entry = entry(name);
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.toIntExact(entry.length())).order(ByteOrder.LITTLE_ENDIAN);
    try (FileChannel file = FileChannel.open(entry.file())) {
      while (bytes.hasRemaining() && file.read(bytes, entry.offset() + bytes.position()) >= 0) {}
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Tensor.wrap(entry.dtype(), entry.shape(), bytes.flip());
  }

  @Override
  public String where() {
    return "published/layout.txt";
  }
}
