package org.nexusgen.api.backbone;

import java.util.List;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.PartProvider;
import org.nexusgen.api.text.Prompt;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * The language model with its two heads: text projector (tokens) and vision projector (image
 * embeddings). Thread-safe until closed; generations at the same time do not disturb each other.
 */
@ConsumerType
public interface AutoregressiveBackbone extends AutoCloseable {
  /** Ids and dims that a pipeline needs to build prompts. */
  BackboneInfo info();

  /**
   * Answers a prompt.
   *
   * @param sampler chooses the tokens; the backbone itself only forbids and forces
   * @throws org.nexusgen.api.BadInputException if the prompt exceeds the context, its pictures do
   *     not fit, or the budget ends inside an image
   * @throws org.nexusgen.api.CancelledException within one token of a cancellation
   */
  Generation generate(
      Prompt prompt,
      GenerationSettings settings,
      TokenSampler sampler,
      GenerationListener listener,
      Cancellation cancellation);

  /**
   * Answers several prompts as one batch; each answer is what {@link #generate} gives for that
   * prompt alone, up to float32 rounding.
   */
  List<Generation> generate(
      List<Prompt> prompts,
      GenerationSettings settings,
      TokenSampler sampler,
      Cancellation cancellation);

  @Override
  void close();

  /** Makes backbones. */
  @ConsumerType
  interface Provider extends PartProvider<AutoregressiveBackbone> {}
}
