package org.nexusgen.weights.folder;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.weights.ConfigTree;
import org.nexusgen.api.weights.InstalledModel;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.ModelSettings;
import org.nexusgen.api.weights.WeightSet;
import org.nexusgen.api.weights.WeightStore;
import org.nexusgen.weights.adapter.Adaptation;
import org.nexusgen.weights.adapter.ScaledAdapter;
import org.nexusgen.weights.json.JsonFiles;
import org.nexusgen.weights.names.AutoencoderNames;
import org.nexusgen.weights.names.BackboneNames;
import org.nexusgen.weights.names.DecoderNames;
import org.nexusgen.weights.names.TextEncoderNames;
import org.nexusgen.weights.store.Checkpoint;
import org.nexusgen.weights.store.CheckpointStore;

/**
 * A model folder in the original layout. A set's files are opened when the set is first asked for;
 * none stays open, since each read opens its file for itself.
 */
public final class OriginalFolder implements ModelFolder {
  private static final String CONFIG = "config.json";
  private static final String SETTINGS = "nexusgen.json";

  private final FolderFiles files;
  private final List<ScaledAdapter> adapters;
  private final ModelSettings settings;
  private final Map<WeightSet, WeightStore> stores = new ConcurrentHashMap<>();
  private volatile boolean closed;
  private final AtomicReference<InstalledModel.@Nullable Use> use = new AtomicReference<>();

  private OriginalFolder(FolderFiles files, List<ScaledAdapter> adapters) {
    this.files = files;
    this.adapters = List.copyOf(adapters);
    this.settings = readSettings(files);
  }

  /** The model as it is. */
  public static OriginalFolder open(Path folder) {
    return open(folder, List.of());
  }

  /**
   * @param adapters merged into the weights
   * @throws BadInputException if it is not a folder, holds no file of a model, or its settings are
   *     malformed
   */
  public static OriginalFolder open(Path folder, List<ScaledAdapter> adapters) {
    return open(folder, adapters, List.of());
  }

  /**
   * The same, where a name of these would have been right, too.
   *
   * @param installed names of models, for the message
   */
  public static OriginalFolder open(
      Path folder, List<ScaledAdapter> adapters, List<String> installed) {
    if (!Files.isDirectory(folder)) {
      String problem =
          Files.exists(folder)
              ? "is a file, wants the folder of a model"
              : installed.isEmpty()
                  ? "is no folder; name one with --model or NEXUSGEN_MODEL"
                  : "is no folder and no installed model (there are: %s); name one with --model or NEXUSGEN_MODEL"
                      .formatted(String.join(", ", installed));
      throw new BadInputException("model %s %s".formatted(folder, problem));
    }
    FolderFiles files = new FolderFiles(folder);
    if (!holdsModel(files)) {
      throw new BadInputException(
          "%s holds no file of a model; looked for %s, model.safetensors[.index.json], %s, %s, %s"
              .formatted(
                  folder,
                  CONFIG,
                  "generation_decoder.{safetensors,bin}",
                  "edit_decoder.{safetensors,bin}",
                  "FLUX/FLUX.1-dev"));
    }
    return new OriginalFolder(files, adapters);
  }

  private static boolean holdsModel(FolderFiles files) {
    return files.hasOwnFlux()
        || Files.isRegularFile(files.root().resolve(CONFIG))
        || Arrays.stream(WeightSet.values())
            .flatMap(set -> WeightFiles.names(set).stream())
            .anyMatch(name -> Files.isRegularFile(files.root().resolve(name)));
  }

  private static ModelSettings readSettings(FolderFiles files) {
    String name = String.valueOf(files.root().getFileName());
    return files
        .find(SETTINGS)
        .map(file -> SettingsFile.read(JsonFiles.config(file), name))
        .orElseGet(() -> ModelSettings.reference(name));
  }

  @Override
  public Path root() {
    return files.root();
  }

  @Override
  public ModelSettings settings() {
    return settings;
  }

  @Override
  public Optional<ConfigTree> config(String path) {
    Optional<ConfigTree> config = files.find(path).map(JsonFiles::config);
    return path.equals(CONFIG) ? config.map(FlatConfig::of) : config;
  }

  @Override
  public ConfigTree requireConfig(String path) {
    return config(path)
        .orElseThrow(
            () ->
                new BadInputException(
                    "the model lacks a file: looked for " + files.lookedFor(List.of(path))));
  }

  @Override
  public Optional<Path> file(String path) {
    return files.find(path);
  }

  @Override
  public boolean has(WeightSet set) {
    return files.findAny(WeightFiles.names(set)).isPresent();
  }

  @Override
  public WeightStore weights(WeightSet set) {
    if (closed) {
      throw new IllegalStateException("model " + root() + " was closed");
    }
    return stores.computeIfAbsent(set, this::openSet);
  }

  private WeightStore openSet(WeightSet set) {
    Path file =
        files
            .findAny(WeightFiles.names(set))
            .orElseThrow(
                () ->
                    new BadInputException(
                        "the model has no %s: looked for %s"
                            .formatted(title(set), files.lookedFor(WeightFiles.names(set)))));
    Checkpoint checkpoint = canonical(set, WeightFiles.open(file));
    return new CheckpointStore(Adaptation.of(set, adapters).apply(checkpoint));
  }

  private Checkpoint canonical(WeightSet set, Checkpoint raw) {
    return switch (set) {
      case BACKBONE -> BackboneNames.canonical(raw);
      case GENERATION_DECODER, EDITING_DECODER ->
          DecoderNames.canonical(
              raw, () -> files.findAny(WeightFiles.transformerNames()).map(WeightFiles::open));
      case AUTOENCODER -> AutoencoderNames.canonical(raw);
      case CLIP_TEXT_ENCODER -> TextEncoderNames.clip(raw);
      case T5_TEXT_ENCODER -> TextEncoderNames.t5(raw);
      case EMPTY_PROMPT -> raw;
    };
  }

  private static String title(WeightSet set) {
    return switch (set) {
      case BACKBONE -> "backbone";
      case GENERATION_DECODER -> "generation decoder";
      case EDITING_DECODER -> "editing decoder";
      case AUTOENCODER -> "autoencoder";
      case CLIP_TEXT_ENCODER -> "CLIP text encoder";
      case T5_TEXT_ENCODER -> "T5 text encoder";
      case EMPTY_PROMPT -> "stored empty prompt";
    };
  }

  /** The same, which ends a use of its files when it is closed. */
  public OriginalFolder using(InstalledModel.Use files) {
    use.set(files);
    return this;
  }

  @Override
  public void close() {
    closed = true;
    stores.clear();
    InstalledModel.Use ended = use.getAndSet(null);
    if (ended != null) {
      ended.close();
    }
  }
}
