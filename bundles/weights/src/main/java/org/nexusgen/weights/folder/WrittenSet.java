package org.nexusgen.weights.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.weights.WeightSet;
import org.nexusgen.weights.names.DecoderNames;
import org.nexusgen.weights.safetensors.ShardedFile;
import org.nexusgen.weights.store.IoErrors;
import org.nexusgen.weights.store.StoredAs;

/**
 * One set of a model folder on its way to disk.
 *
 * @param folder of the model
 * @param set to write
 * @param shardBytes above which a set of Hugging Face's kind becomes several files
 */
public record WrittenSet(Path folder, WeightSet set, long shardBytes) {
  /** What Hugging Face's libraries and DiffSynth write; transformers refuses files without it. */
  private static final Map<String, String> METADATA = Map.of("format", "pt");

  /**
   * @return the files, in the order of their names
   */
  public List<Path> write(Map<String, Tensor> weights, DType stored) {
    SortedMap<String, Tensor> named = new TreeMap<>();
    weights.forEach((name, tensor) -> named.put(original(name), StoredAs.of(name, tensor, stored)));
    Path place = folder.resolve(WeightFiles.writtenFolder(set));
    try {
      Files.createDirectories(place);
    } catch (IOException e) {
      throw new NexusGenException(
          "folder %s cannot be created: %s".formatted(place, IoErrors.reason(e)), e);
    }
    return new ShardedFile(place, WeightFiles.writtenStem(set), METADATA)
        .write(named, mayBeSharded() ? shardBytes : Long.MAX_VALUE);
  }

  private String original(String name) {
    return switch (set) {
      case GENERATION_DECODER, EDITING_DECODER -> DecoderNames.original(name);
      case BACKBONE, AUTOENCODER, CLIP_TEXT_ENCODER, T5_TEXT_ENCODER, EMPTY_PROMPT -> name;
    };
  }

  // The reference opens its decoders and the autoencoder as one file each.
  private boolean mayBeSharded() {
    return switch (set) {
      case BACKBONE, CLIP_TEXT_ENCODER, T5_TEXT_ENCODER -> true;
      case GENERATION_DECODER, EDITING_DECODER, AUTOENCODER, EMPTY_PROMPT -> false;
    };
  }
}
