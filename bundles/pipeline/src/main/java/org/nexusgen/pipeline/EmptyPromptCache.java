package org.nexusgen.pipeline;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.text.TextConditioning;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.TensorFiles;
import org.nexusgen.api.weights.WeightEntry;
import org.nexusgen.api.weights.WeightSet;
import org.nexusgen.api.weights.WeightStore;
import org.slf4j.LoggerFactory;

/**
 * The text encoders' outputs for the empty prompt, baked once for each pair of encoder files. A
 * cache that cannot be written costs time, nothing else.
 */
final class EmptyPromptCache {
  private static final String POOLED = "pooled";
  private static final String TOKENS = "tokens";

  private final TensorFiles files;
  private final Path folder;

  EmptyPromptCache(TensorFiles files, Path folder) {
    this.files = files;
    this.folder = folder;
  }

  Optional<TextConditioning> find(ModelFolder model, boolean withTokens) {
    if (!model.has(WeightSet.CLIP_TEXT_ENCODER)) {
      return Optional.empty();
    }
    Path file = file(model);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    Map<String, Tensor> tensors = files.read(file);
    Optional<Tensor> tokens = Optional.ofNullable(tensors.get(TOKENS));
    Tensor pooled = tensors.get(POOLED);
    if (pooled == null || (withTokens && tokens.isEmpty())) {
      return Optional.empty();
    }
    return Optional.of(new TextConditioning(pooled, tokens));
  }

  void keep(ModelFolder model, TextConditioning baked) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put(POOLED, baked.pooled());
    baked.tokens().ifPresent(tokens -> tensors.put(TOKENS, tokens));
    try {
      Files.createDirectories(folder);
      files.write(file(model), tensors, Map.of());
    } catch (IOException | NexusGenException e) {
      LoggerFactory.getLogger(EmptyPromptCache.class)
          .debug("empty prompt not cached in {}", folder, e);
    }
  }

  private Path file(ModelFolder model) {
    Set<String> sources = new TreeSet<>();
    sources.add(fingerprint(model.weights(WeightSet.CLIP_TEXT_ENCODER)));
    if (model.has(WeightSet.T5_TEXT_ENCODER)) {
      sources.add(fingerprint(model.weights(WeightSet.T5_TEXT_ENCODER)));
    }
    return folder.resolve("empty-prompt-" + digest(String.join("\n", sources)) + ".safetensors");
  }

  /** Path, size and time of the files behind a store. */
  private static String fingerprint(WeightStore store) {
    Set<String> sources = new TreeSet<>();
    for (String name : store.names()) {
      if (store.entry(name) instanceof WeightEntry.InFile entry) {
        sources.add(entry.file().toString());
      }
    }
    StringBuilder text = new StringBuilder();
    for (String source : sources) {
      try {
        Path file = Path.of(source);
        text.append(source).append(' ').append(Files.size(file)).append(' ');
        text.append(Files.getLastModifiedTime(file).toMillis()).append('\n');
      } catch (IOException e) {
        throw new NexusGenException("cannot look at " + source + ": " + e.getMessage(), e);
      }
    }
    return text.toString();
  }

  private static String digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 12);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
