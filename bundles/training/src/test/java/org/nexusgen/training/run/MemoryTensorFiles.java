package org.nexusgen.training.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.weights.TensorFiles;

/** Float tensors as a text: name, then its bits. */
public final class MemoryTensorFiles implements TensorFiles {
  @Override
  public Map<String, Tensor> read(Path file) {
    try {
      Map<String, Tensor> tensors = new TreeMap<>();
      for (String line : Files.readAllLines(file)) {
        String[] words = line.split(" ", -1);
        float[] values = new float[words.length - 2];
        for (int i = 0; i < values.length; i++) {
          values[i] = Float.intBitsToFloat(Integer.parseInt(words[i + 1]));
        }
        tensors.put(words[0], Tensor.of(values, values.length));
      }
      return tensors;
    } catch (IOException e) {
      throw new BadInputException("cannot read " + file, e);
    }
  }

  @Override
  public void write(Path file, Map<String, Tensor> tensors, Map<String, String> metadata) {
    StringBuilder text = new StringBuilder();
    tensors.forEach(
        (name, tensor) -> {
          text.append(name).append(' ');
          ByteBuffer bytes = tensor.bytes();
          while (bytes.hasRemaining()) {
            text.append(bytes.getInt()).append(' ');
          }
          text.append('\n');
        });
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
