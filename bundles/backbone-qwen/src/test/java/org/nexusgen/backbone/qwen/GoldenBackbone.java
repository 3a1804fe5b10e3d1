package org.nexusgen.backbone.qwen;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.PartContext;
import org.nexusgen.api.backbone.AutoregressiveBackbone;
import org.nexusgen.api.backbone.Generation;
import org.nexusgen.api.backbone.GenerationListener;
import org.nexusgen.api.backbone.GenerationSettings;
import org.nexusgen.api.backbone.GenerationSettings.ImageMode;
import org.nexusgen.api.backbone.GenerationSettings.PositionMode;
import org.nexusgen.api.backbone.TokenSampler;
import org.nexusgen.api.backbone.TokenSampling;
import org.nexusgen.api.engine.GraphSession;
import org.nexusgen.api.engine.SessionSettings;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.text.Prompt;
import org.nexusgen.api.vision.ImageEmbedding;
import org.nexusgen.api.vision.ImageGrid;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.WeightSet;

/** The golden checkpoint's backbone, with ways to look inside. */
final class GoldenBackbone implements AutoCloseable {
  static final ImageGrid GRID = new ImageGrid(1, 18, 18);
  static final TokenSampler SAMPLER = GoldenModel.service(TokenSampler.class);

  private final ModelFolder folder = GoldenModel.checkpoint();
  final QwenModel model = QwenModel.open(folder);
  final AutoregressiveBackbone backbone =
      new QwenBackboneProvider().open(GoldenModel.context(folder));
  private final GraphSession session =
      GoldenModel.engine()
          .open(
              QwenNetwork.build(model.config(), model.info().vocabulary(), Probe.NONE),
              folder.weights(WeightSet.BACKBONE),
              SessionSettings.standard().withThreads(1));

  static GenerationSettings settings(int budget, TokenSampling sampling, ImageMode mode) {
    return new GenerationSettings(budget, sampling, GRID, mode, PositionMode.REFERENCE, 1, false);
  }

  static GenerationSettings greedy(int budget) {
    return settings(budget, TokenSampling.best(), ImageMode.ONE_PASS);
  }

  static TokenSampling greedyWithPenalty() {
    return new TokenSampling(true, 1, 0, 1, 1.05, 0);
  }

  PartContext context() {
    return GoldenModel.context(folder);
  }

  Generation generate(Prompt prompt, GenerationSettings settings) {
    return backbone.generate(
        prompt, settings, SAMPLER, GenerationListener.silent(), new Cancellation());
  }

  /** A decoder of its own, for one sequence. */
  NetworkDecoder decoder() {
    return new NetworkDecoder(session, model.config(), 1, new Cancellation());
  }

  /** The same as {@link #generate}, with everything that went into and out of the network. */
  RecordingDecoder record(Prompt prompt, GenerationSettings settings) {
    RecordingDecoder decoder = new RecordingDecoder(decoder());
    Sequence sequence =
        new Sequence(
            model,
            prompt,
            settings,
            SAMPLER.begin(settings.sampling()),
            GenerationListener.silent());
    try (decoder) {
      GenerationLoop.run(decoder, List.of(sequence), new Cancellation());
    }
    return decoder;
  }

  /** The understanding prompt of the golden data. */
  static Prompt understanding() {
    Map<String, Tensor> golden = GoldenModel.tensors("ar/lm/lm.safetensors");
    int[] grid = golden.get("image_grid_thw").ints();
    return new Prompt(
        golden.get("input_ids").ints(),
        List.of(new ImageEmbedding(golden.get("image_embeds"), grid[1] / 2, grid[2] / 2)));
  }

  static Prompt text(JsonNode texts) {
    return new Prompt(GoldenModel.ints(texts.get("text").get("prompt_ids")), List.of());
  }

  @Override
  public void close() {
    session.close();
    backbone.close();
    folder.close();
  }
}
