package org.nexusgen.backbone.qwen;

import java.util.List;
import java.util.Set;
import org.nexusgen.api.backbone.BackboneInfo;
import org.nexusgen.api.backbone.GenerationSettings;
import org.nexusgen.api.backbone.GenerationSettings.ImageMode;
import org.nexusgen.api.backbone.GenerationSettings.PositionMode;
import org.nexusgen.api.backbone.TokenSampling;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.text.Prompt;
import org.nexusgen.api.vision.ImageGrid;
import org.nexusgen.api.weights.WeightEntry;

/**
 * A model without a network: embeddings of width 2, where token i is (i, 0) and prefill row k is
 * (k, 1), so that tests can read what was fed.
 */
final class ToyModel {
  static final int STOP = 1;
  static final int VISION_START = 2;
  static final int VISION_END = 3;
  static final int PAD = 4;
  static final int VOCABULARY = 20;
  static final int CONTEXT = 200;
  static final int PREFILL_ROWS = 9;
  static final int WIDTH = 2;

  /** Two rows of three embeddings. */
  static final ImageGrid GRID = new ImageGrid(1, 4, 6);

  static final int EMBEDDINGS = 6;
  static final int LONGER_SIDE = 3;

  private ToyModel() {}

  static QwenBackboneConfig config() {
    return new QwenBackboneConfig(
        WIDTH,
        1,
        1,
        1,
        2,
        4,
        1e-6,
        1e4,
        List.of(1, 0, 0),
        CONTEXT,
        false,
        2,
        PAD,
        VISION_START,
        VISION_END);
  }

  static QwenModel model() {
    BackboneInfo info =
        new BackboneInfo(
            WIDTH,
            VOCABULARY,
            CONTEXT,
            PREFILL_ROWS,
            PAD,
            VISION_START,
            VISION_END,
            Set.of(STOP),
            TokenSampling.best());
    return new QwenModel(
        config(), info, new InputEmbeddings(table(VOCABULARY, 0), table(PREFILL_ROWS, 1)));
  }

  private static EmbeddingTable table(int rows, int kind) {
    float[] values = new float[rows * WIDTH];
    for (int i = 0; i < rows; i++) {
      values[i * WIDTH] = i;
      values[i * WIDTH + 1] = kind;
    }
    return EmbeddingTable.open(
        new WeightEntry.InMemory("table", Tensor.of(values, rows, WIDTH)), WIDTH);
  }

  static Prompt prompt(int... ids) {
    return new Prompt(ids, List.of());
  }

  static Settings settings() {
    return new Settings(100, ImageMode.ONE_PASS, PositionMode.REFERENCE, 3, false);
  }

  /** Greedy settings, one change at a time. */
  record Settings(
      int budget, ImageMode mode, PositionMode positions, int imagesAllowed, boolean forceImage) {
    Settings budget(int tokens) {
      return new Settings(tokens, mode, positions, imagesAllowed, forceImage);
    }

    Settings mode(ImageMode other) {
      return new Settings(budget, other, positions, imagesAllowed, forceImage);
    }

    Settings positions(PositionMode other) {
      return new Settings(budget, mode, other, imagesAllowed, forceImage);
    }

    Settings imagesAllowed(int count) {
      return new Settings(budget, mode, positions, count, forceImage);
    }

    Settings forcingImage() {
      return new Settings(budget, mode, positions, imagesAllowed, true);
    }

    GenerationSettings toApi() {
      return new GenerationSettings(
          budget, TokenSampling.best(), GRID, mode, positions, imagesAllowed, forceImage);
    }
  }
}
