package org.nexusgen.parity.published;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.api.weights.WeightSet;

/**
 * The published model as a folder: configuration files, and weight files of the real length with
 * real headers and nothing behind them, which take no room on a disk.
 */
final class PaperFolder {
  private static final int BF16_BYTES = 2;
  private static final String FLUX = "FLUX/FLUX.1-dev/";

  private PaperFolder() {}

  static Path write(Path folder) throws IOException {
    Layout layout = Layout.read(Map.of());
    for (String config : new String[] {"config.json", "preprocessor_config.json"}) {
      copy(config, folder.resolve(config));
    }
    for (String encoder : new String[] {"text_encoder", "text_encoder_2"}) {
      copy(encoder + "/config.json", folder.resolve(FLUX + encoder + "/config.json"));
    }
    weights(folder.resolve("model.safetensors"), layout.of(WeightSet.BACKBONE));
    weights(
        folder.resolve("generation_decoder.safetensors"), layout.of(WeightSet.GENERATION_DECODER));
    weights(folder.resolve("edit_decoder.safetensors"), layout.of(WeightSet.EDITING_DECODER));
    weights(folder.resolve(FLUX + "ae.safetensors"), layout.of(WeightSet.AUTOENCODER));
    weights(
        folder.resolve(FLUX + "text_encoder/model.safetensors"),
        layout.of(WeightSet.CLIP_TEXT_ENCODER));
    weights(
        folder.resolve(FLUX + "text_encoder_2/model.safetensors"),
        layout.of(WeightSet.T5_TEXT_ENCODER));
    return folder;
  }

  private static void copy(String resource, Path file) throws IOException {
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    try (InputStream in = PaperFolder.class.getResourceAsStream("/published/" + resource)) {
      Files.copy(Objects.requireNonNull(in, resource), file);
    }
  }

  private static void weights(Path file, Map<String, Shape> tensors) throws IOException {
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    Map<String, Object> header = new LinkedHashMap<>();
    long end = 0;
    for (Map.Entry<String, Shape> tensor : tensors.entrySet()) {
      long begin = end;
      end += tensor.getValue().elements() * BF16_BYTES;
      header.put(
          tensor.getKey(),
          Map.of(
              "dtype",
              "BF16",
              "shape",
              tensor.getValue().toArray(),
              "data_offsets",
              new long[] {begin, end}));
    }
    byte[] json = new ObjectMapper().writeValueAsString(header).getBytes(StandardCharsets.UTF_8);
    ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    length.putLong(json.length);
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.write(length.array());
      sparse.write(json);
      sparse.setLength(Long.BYTES + json.length + end);
    }
  }
}
