package org.nexusgen.weights.safetensors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.weights.safetensors.WholeFile.Draft;
import org.nexusgen.weights.store.IoErrors;

/**
 * A checkpoint as one file or, above a size, as shards and an index, as Hugging Face's libraries
 * write them: {@code model.safetensors}, or {@code model-00001-of-00002.safetensors} … and {@code
 * model.safetensors.index.json}. Whatever form was there before is replaced.
 *
 * @param folder that exists
 * @param stem of the names, such as {@code model}
 * @param metadata of each file
 */
public record ShardedFile(Path folder, String stem, Map<String, String> metadata) {
  private static final String SUFFIX = ".safetensors";

  /**
   * @param shardBytes that no shard exceeds, but one that holds a single tensor
   * @return the files, in the order of their names
   * @throws NexusGenException if writing fails; what stood there before stays
   */
  public List<Path> write(SortedMap<String, Tensor> tensors, long shardBytes) {
    List<SortedMap<String, Tensor>> shards = shards(tensors, shardBytes);
    try {
      List<Path> before = present();
      List<Path> written = shards.size() <= 1 ? writeOne(tensors) : writeShards(shards);
      for (Path old : before) {
        if (!written.contains(old)) {
          Files.deleteIfExists(old);
        }
      }
      return written;
    } catch (IOException e) {
      throw new NexusGenException(
          "%s in %s cannot be written: %s".formatted(stem + SUFFIX, folder, IoErrors.reason(e)), e);
    }
  }

  private static List<SortedMap<String, Tensor>> shards(
      SortedMap<String, Tensor> tensors, long shardBytes) {
    List<SortedMap<String, Tensor>> shards = new ArrayList<>();
    long filled = Long.MAX_VALUE;
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      long bytes = entry.getValue().bytes().remaining();
      if (filled > shardBytes - bytes) {
        shards.add(new TreeMap<>());
        filled = 0;
      }
      shards.getLast().put(entry.getKey(), entry.getValue());
      filled += bytes;
    }
    return shards;
  }

  private List<Path> writeOne(Map<String, Tensor> tensors) {
    SafetensorsWriter.write(one(), tensors, metadata);
    return List.of(one());
  }

  /**
   * Everything is on disk before anything is replaced. While shards change places there is no
   * index, so that a process that dies leaves a set that is missing, not one that is mixed.
   */
  private List<Path> writeShards(List<SortedMap<String, Tensor>> shards) throws IOException {
    List<Draft> drafts = new ArrayList<>();
    try {
      for (int i = 0; i < shards.size(); i++) {
        WholeFile.Content content = SafetensorsWriter.content(shards.get(i), metadata);
        drafts.add(Draft.of(shard(i, shards.size()), content));
      }
      drafts.add(Draft.of(index(), indexContent(shards)));
      Files.deleteIfExists(index());
      for (Draft draft : drafts) {
        draft.publish();
      }
      return drafts.stream().map(Draft::target).toList();
    } finally {
      for (Draft draft : drafts) {
        draft.close();
      }
    }
  }

  private WholeFile.Content indexContent(List<SortedMap<String, Tensor>> shards) {
    SortedMap<String, String> fileOf = new TreeMap<>();
    long total = 0;
    for (int i = 0; i < shards.size(); i++) {
      String name = String.valueOf(shard(i, shards.size()).getFileName());
      for (Map.Entry<String, Tensor> entry : shards.get(i).entrySet()) {
        fileOf.put(entry.getKey(), name);
        total += entry.getValue().bytes().remaining();
      }
    }
    byte[] json = ShardIndexJson.of(fileOf, total);
    return channel -> SafetensorsWriter.writeFully(channel, ByteBuffer.wrap(json));
  }

  private Path one() {
    return folder.resolve(stem + SUFFIX);
  }

  private Path index() {
    return folder.resolve(stem + SUFFIX + ".index.json");
  }

  private Path shard(int i, int count) {
    return folder.resolve("%s-%05d-of-%05d%s".formatted(stem, i + 1, count, SUFFIX));
  }

  /** The index, if any, first: what it lists is nothing without it. */
  private List<Path> present() throws IOException {
    Pattern shard = Pattern.compile(Pattern.quote(stem) + "-\\d{5}-of-\\d{5}\\.safetensors");
    try (Stream<Path> files = Files.list(folder)) {
      Stream<Path> shards =
          files
              .filter(file -> shard.matcher(String.valueOf(file.getFileName())).matches())
              .sorted();
      return Stream.concat(Stream.of(index(), one()), shards).filter(Files::exists).toList();
    }
  }
}
