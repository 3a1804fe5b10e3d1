package org.nexusgen.weights.folder;

import java.util.List;
import java.util.Optional;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.vision.ImageGrid;
import org.nexusgen.api.weights.ConfigTree;
import org.nexusgen.api.weights.ModelSettings;
import org.nexusgen.api.weights.ModelSettings.DecodeDefaults;
import org.nexusgen.api.weights.PixelSize;
import org.nexusgen.weights.store.CloseNames;
import org.nexusgen.weights.store.Shown;

/**
 * Reads nexusgen.json. What a key leaves open is as in the reference; an unknown key is an error,
 * since it would be a setting without effect.
 */
final class SettingsFile {
  private static final List<String> KEYS =
      List.of(
          "name",
          "generation_grid",
          "prompt_size",
          "target_size",
          "reference_size",
          "merger_base_grid",
          "generation_context_ids",
          "defaults",
          "generation_defaults",
          "editing_defaults");
  private static final List<String> DEFAULT_KEYS =
      List.of("width", "height", "steps", "cfg_scale", "guidance", "seed", "sampler");

  /** Far above any model's, far below what would overflow an index. */
  private static final int LARGEST_SIDE = 16_384;

  private static final int MOST_STEPS = 100_000;

  private final ConfigTree tree;

  private SettingsFile(ConfigTree tree) {
    this.tree = tree;
  }

  /**
   * @param folderName the model's name if the file gives none
   */
  static ModelSettings read(ConfigTree tree, String folderName) {
    checkKeys(tree, KEYS);
    return new SettingsFile(tree).read(ModelSettings.reference(folderName));
  }

  private ModelSettings read(ModelSettings reference) {
    return new ModelSettings(
        tree.getString("name").orElse(reference.name()),
        generationGrid().orElse(reference.generationGrid()),
        size("prompt_size"),
        size("target_size").orElse(reference.targetSize()),
        size("reference_size").orElse(reference.referenceSize()),
        mergerGrid().orElse(reference.mergerBaseGrid()),
        gridContextIds().orElse(reference.gridContextIds()),
        defaults("generation_defaults", defaults("defaults", reference.generation())),
        defaults("editing_defaults", defaults("defaults", reference.editing())));
  }

  private Optional<ImageGrid> generationGrid() {
    return numbers("generation_grid", 3, "[frames, rows, columns] of patches")
        .map(grid -> new ImageGrid(grid.get(0), grid.get(1), grid.get(2)));
  }

  private Optional<ImageGrid> mergerGrid() {
    return numbers("merger_base_grid", 2, "[rows, columns] of patches")
        .map(grid -> new ImageGrid(1, grid.get(0), grid.get(1)));
  }

  private Optional<PixelSize> size(String key) {
    return numbers(key, 2, "[width, height] in pixels")
        .map(size -> new PixelSize(size.get(0), size.get(1)));
  }

  private Optional<Boolean> gridContextIds() {
    return tree.getString("generation_context_ids")
        .map(
            ids ->
                switch (ids) {
                  case "grid" -> true;
                  case "zero", "zeros" -> false;
                  default ->
                      throw wrong(tree, "generation_context_ids", ids, "\"grid\" or \"zeros\"");
                });
  }

  private Optional<List<Integer>> numbers(String key, int count, String meaning) {
    if (!tree.has(key)) {
      return Optional.empty();
    }
    List<Integer> numbers = tree.requireInts(key);
    if (numbers.size() != count
        || numbers.stream().anyMatch(number -> number < 1 || number > LARGEST_SIDE)) {
      throw wrong(tree, key, numbers, "%s, each from 1 to %d".formatted(meaning, LARGEST_SIDE));
    }
    return Optional.of(numbers);
  }

  private DecodeDefaults defaults(String key, DecodeDefaults otherwise) {
    Optional<ConfigTree> given = tree.getTree(key);
    return given.map(values -> defaults(values, otherwise)).orElse(otherwise);
  }

  private static DecodeDefaults defaults(ConfigTree given, DecodeDefaults otherwise) {
    checkKeys(given, DEFAULT_KEYS);
    PixelSize size =
        new PixelSize(
            within(given, "width", otherwise.size().width(), LARGEST_SIDE),
            within(given, "height", otherwise.size().height(), LARGEST_SIDE));
    return new DecodeDefaults(
        size,
        within(given, "steps", otherwise.steps(), MOST_STEPS),
        given.getDouble("cfg_scale", otherwise.cfgScale()),
        given.getDouble("guidance", otherwise.guidance()),
        seed(given, otherwise.seed()),
        given.getString("sampler").orElse(otherwise.sampler()));
  }

  private static int within(ConfigTree given, String key, int otherwise, int largest) {
    int value = given.getInt(key, otherwise);
    if (value < 1 || value > largest) {
      throw wrong(given, key, value, "1 to " + largest);
    }
    return value;
  }

  private static long seed(ConfigTree given, long otherwise) {
    Object value = given.values().get("seed");
    return switch (value) {
      case null -> otherwise;
      case Integer seed -> seed.longValue();
      case Long seed -> seed;
      default -> throw wrong(given, "seed", value, "a whole number of at most 64 bits");
    };
  }

  private static void checkKeys(ConfigTree tree, List<String> known) {
    for (String key : tree.values().keySet()) {
      if (!known.contains(key)) {
        throw new BadInputException(
            "%s: unknown key %s%s; known are %s"
                .formatted(
                    tree.where(),
                    Shown.quoted(key),
                    CloseNames.hint(key, known),
                    String.join(", ", known)));
      }
    }
  }

  private static BadInputException wrong(ConfigTree tree, String key, Object got, String wanted) {
    return new BadInputException(
        "key '%s' in %s: got %s, wants %s"
            .formatted(key, tree.where(), Shown.plain(String.valueOf(got)), wanted));
  }
}
