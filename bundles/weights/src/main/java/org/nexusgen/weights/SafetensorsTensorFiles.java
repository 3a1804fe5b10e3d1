package org.nexusgen.weights;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.weights.TensorFiles;
import org.nexusgen.weights.safetensors.SafetensorsReader;
import org.nexusgen.weights.safetensors.SafetensorsWriter;
import org.nexusgen.weights.store.TensorBytes;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Small sets of tensors as safetensors files. */
@Component
public final class SafetensorsTensorFiles implements TensorFiles {
  @Activate
  public SafetensorsTensorFiles() {}

  @Override
  public Map<String, Tensor> read(Path file) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    SafetensorsReader.open(file)
        .tensors()
        .forEach((name, source) -> tensors.put(name, TensorBytes.read(name, source)));
    return tensors;
  }

  @Override
  public void write(Path file, Map<String, Tensor> tensors, Map<String, String> metadata) {
    SafetensorsWriter.write(file, tensors, metadata);
  }
}
