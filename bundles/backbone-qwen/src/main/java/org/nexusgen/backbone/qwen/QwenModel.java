package org.nexusgen.backbone.qwen;

import java.util.Map;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.backbone.BackboneInfo;
import org.nexusgen.api.vision.ImageGrid;
import org.nexusgen.api.weights.ConfigTree;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.WeightSet;
import org.nexusgen.api.weights.WeightStore;

/** What a backbone knows of its model besides the network. Immutable. */
record QwenModel(QwenBackboneConfig config, BackboneInfo info, InputEmbeddings inputs) {
  private static final String TOKENS = "model.embed_tokens.weight";
  private static final String PREFILL = "image_prefill_embeds.weight";

  /**
   * Reads configuration and input embeddings.
   *
   * @throws BadInputException if they are missing, malformed, or contradict each other
   */
  static QwenModel open(ModelFolder folder) {
    ConfigTree tree = folder.requireConfig("config.json");
    QwenBackboneConfig config = QwenBackboneConfig.from(tree);
    GenerationDefaults defaults = GenerationDefaults.of(folder, tree);
    WeightStore weights = folder.weights(WeightSet.BACKBONE);
    int layers = weights.count("model.layers.");
    if (layers != config.numHiddenLayers()) {
      throw new BadInputException(
          "config.json says num_hidden_layers %d, %s has %d layers"
              .formatted(config.numHiddenLayers(), weights.where(), layers));
    }
    EmbeddingTable tokens = EmbeddingTable.open(weights.entry(TOKENS), config.hiddenSize());
    EmbeddingTable prefill = EmbeddingTable.open(weights.entry(PREFILL), config.hiddenSize());
    BackboneInfo info = info(config, tokens.rows(), prefill.rows(), defaults);
    return new QwenModel(config, info, new InputEmbeddings(tokens, prefill));
  }

  /**
   * What others must know.
   *
   * @param vocabulary rows of the table of tokens
   * @param prefillRows rows of the table of prefill rows
   * @throws BadInputException if a special token is outside of the vocabulary
   */
  static BackboneInfo info(
      QwenBackboneConfig config, int vocabulary, int prefillRows, GenerationDefaults defaults) {
    requireIds(config, vocabulary);
    return new BackboneInfo(
        config.hiddenSize(),
        vocabulary,
        config.maxPositionEmbeddings(),
        prefillRows,
        config.imageTokenId(),
        config.visionStartTokenId(),
        config.visionEndTokenId(),
        defaults.stopIds(),
        defaults.sampling());
  }

  private static void requireIds(QwenBackboneConfig config, int rows) {
    Map.of(
            "image_token_id", config.imageTokenId(),
            "vision_start_token_id", config.visionStartTokenId(),
            "vision_end_token_id", config.visionEndTokenId())
        .forEach(
            (key, id) -> {
              if (id >= rows) {
                throw new BadInputException(
                    "config.json: %s is %d, but '%s' has %d rows".formatted(key, id, TOKENS, rows));
              }
            });
  }

  /**
   * Makes sure that images of a patch grid can be predicted.
   *
   * @throws BadInputException if it is not a grid of one frame and whole tokens, or there are not
   *     enough prefill rows
   */
  void requireGrid(ImageGrid grid) {
    int merge = config.spatialMergeSize();
    if (grid.frames() != 1 || grid.height() % merge != 0 || grid.width() % merge != 0) {
      throw new BadInputException(
          "image grid (%d,%d,%d): wants one frame and multiples of %d patches a side"
              .formatted(grid.frames(), grid.height(), grid.width(), merge));
    }
    if (grid.tokens(merge) > info.prefillRows()) {
      throw new BadInputException(
          "image grid (%d,%d,%d) needs %d embeddings, the model can predict %d"
              .formatted(
                  grid.frames(),
                  grid.height(),
                  grid.width(),
                  grid.tokens(merge),
                  info.prefillRows()));
    }
  }
}
