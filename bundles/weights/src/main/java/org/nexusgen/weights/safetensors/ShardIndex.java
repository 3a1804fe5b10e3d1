package org.nexusgen.weights.safetensors;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.nexusgen.api.BadInputException;
import org.nexusgen.weights.json.JsonFiles;
import org.nexusgen.weights.store.Checkpoint;
import org.nexusgen.weights.store.CloseNames;
import org.nexusgen.weights.store.Shown;
import org.nexusgen.weights.store.TensorSource;

/**
 * A checkpoint in several files: {@code weight_map} of an {@code *.index.json} says which tensor is
 * in which shard, as Hugging Face's libraries write it.
 */
public final class ShardIndex {
  private static final String WEIGHT_MAP = "weight_map";

  private final Path index;
  private final Function<Path, Checkpoint> opener;
  private final Map<String, Checkpoint> shards = new HashMap<>();

  private ShardIndex(Path index, Function<Path, Checkpoint> opener) {
    this.index = index;
    this.opener = opener;
  }

  /**
   * Opens every shard that the index names.
   *
   * @param opener reads one shard
   * @throws BadInputException if the index is malformed, names a file outside its folder or a
   *     missing one, or a shard lacks a tensor
   */
  public static Checkpoint open(Path index, Function<Path, Checkpoint> opener) {
    return new ShardIndex(index, opener).read();
  }

  private Checkpoint read() {
    Object weightMap = JsonFiles.object(index).get(WEIGHT_MAP);
    if (!(weightMap instanceof Map<?, ?> map)) {
      throw bad(
          weightMap == null
              ? "key 'weight_map' is missing"
              : "'weight_map' is not an object of tensor names and file names");
    }
    Map<String, TensorSource> tensors = LinkedHashMap.newLinkedHashMap(map.size());
    map.forEach((name, shard) -> tensors.put((String) name, source((String) name, shard)));
    return new Checkpoint("%s (%d shards)".formatted(index, shards.size()), tensors);
  }

  private TensorSource source(String name, Object file) {
    if (!(file instanceof String shardName)) {
      throw bad(
          "tensor %s: got %s, wants the name of a shard"
              .formatted(Shown.quoted(name), Shown.plain(String.valueOf(file))));
    }
    Checkpoint shard = shards.computeIfAbsent(shardName, this::shard);
    TensorSource source = shard.tensors().get(name);
    if (source == null) {
      throw bad(
          "tensor %s is not in the shard %s that the index names%s"
              .formatted(
                  Shown.quoted(name),
                  Shown.quoted(shardName),
                  CloseNames.hint(name, shard.tensors().keySet())));
    }
    return source;
  }

  private Checkpoint shard(String name) {
    Path file = index.resolveSibling(relative(name));
    if (!Files.exists(file)) {
      throw bad(
          "shard %s is missing beside it; download the rest of the model"
              .formatted(Shown.quoted(name)));
    }
    return opener.apply(file);
  }

  // Lexical: a shard may be a link to elsewhere, as in Hugging Face's cache, but an index may not
  // name a file outside its own folder.
  private Path relative(String name) {
    try {
      Path path = Path.of(name);
      boolean inside =
          !name.isBlank()
              && !path.isAbsolute()
              && name.indexOf('\\') < 0
              && !path.normalize().startsWith("..")
              && !path.normalize().toString().isEmpty();
      if (inside) {
        return path;
      }
    } catch (InvalidPathException e) {
      throw new BadInputException("%s: %s is no file name".formatted(index, Shown.quoted(name)), e);
    }
    throw bad("shard %s is not inside the folder of the index".formatted(Shown.quoted(name)));
  }

  private BadInputException bad(String problem) {
    return new BadInputException(index + ": " + problem);
  }
}
