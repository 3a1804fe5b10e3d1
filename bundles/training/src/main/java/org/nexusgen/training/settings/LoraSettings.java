package org.nexusgen.training.settings;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.nexusgen.training.lora.Lora;

/**
 * Low-rank adapters instead of weights: {@code "lora": {"targets": ["q_proj", "v_proj"], "rank": 8,
 * "alpha": 16, "from": "DIR"}}.
 *
 * @param from an adapter to learn on from; empty to begin with none
 */
public record LoraSettings(Lora lora, Optional<Path> from) {
  private static final String KEY = "lora";
  private static final int USUAL_RANK = 8;

  /** Empty where the stage trains weights themselves. */
  static Optional<LoraSettings> of(Settings stage) {
    if (!stage.has(KEY)) {
      return Optional.empty();
    }
    Settings settings = stage.object(KEY);
    List<String> targets = settings.texts("targets");
    if (targets.isEmpty()) {
      throw settings.wrong("targets", targets, "names of linear layers, such as q_proj");
    }
    int rank = settings.whole("rank", USUAL_RANK, 1);
    double alpha = settings.number("alpha", 2.0 * rank, 0, Double.MAX_VALUE);
    String from = settings.text("from", "");
    settings.done();
    return Optional.of(
        new LoraSettings(
            new Lora(rank, alpha, targets),
            from.isEmpty() ? Optional.empty() : Optional.of(Path.of(from))));
  }
}
