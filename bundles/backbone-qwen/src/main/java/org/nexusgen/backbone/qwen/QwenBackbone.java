package org.nexusgen.backbone.qwen;

import java.util.List;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.PartContext;
import org.nexusgen.api.backbone.AutoregressiveBackbone;
import org.nexusgen.api.backbone.BackboneInfo;
import org.nexusgen.api.backbone.Generation;
import org.nexusgen.api.backbone.GenerationListener;
import org.nexusgen.api.backbone.GenerationSettings;
import org.nexusgen.api.backbone.TokenSampler;
import org.nexusgen.api.engine.GraphSession;
import org.nexusgen.api.text.Prompt;
import org.nexusgen.api.weights.WeightSet;

/** Nexus-Gen's backbone: a Qwen2.5-VL decoder with a text and a vision projector. */
final class QwenBackbone implements AutoregressiveBackbone {
  private final QwenModel model;
  private final GraphSession session;

  private QwenBackbone(QwenModel model, GraphSession session) {
    this.model = model;
    this.session = session;
  }

  static QwenBackbone open(PartContext context) {
    QwenModel model = QwenModel.open(context.model());
    GraphSession session =
        context
            .engine()
            .open(
                QwenNetwork.build(model.config(), model.info().vocabulary(), Probe.NONE),
                context.model().weights(WeightSet.BACKBONE),
                context.session());
    return new QwenBackbone(model, session);
  }

  @Override
  public BackboneInfo info() {
    return model.info();
  }

  @Override
  public Generation generate(
      Prompt prompt,
      GenerationSettings settings,
      TokenSampler sampler,
      GenerationListener listener,
      Cancellation cancellation) {
    return answer(List.of(begin(prompt, settings, sampler, listener, cancellation)), cancellation)
        .get(0);
  }

  @Override
  public List<Generation> generate(
      List<Prompt> prompts,
      GenerationSettings settings,
      TokenSampler sampler,
      Cancellation cancellation) {
    return answer(
        prompts.stream()
            .map(
                prompt ->
                    begin(prompt, settings, sampler, GenerationListener.silent(), cancellation))
            .toList(),
        cancellation);
  }

  private Sequence begin(
      Prompt prompt,
      GenerationSettings settings,
      TokenSampler sampler,
      GenerationListener listener,
      Cancellation cancellation) {
    cancellation.check();
    if (settings.imagesAllowed() > 0) {
      model.requireGrid(settings.grid());
    }
    return new Sequence(model, prompt, settings, sampler.begin(settings.sampling()), listener);
  }

  private List<Generation> answer(List<Sequence> sequences, Cancellation cancellation) {
    try (Decoder decoder =
        new NetworkDecoder(session, model.config(), sequences.size(), cancellation)) {
      return GenerationLoop.run(decoder, sequences, cancellation);
    }
  }

  @Override
  public void close() {
    session.close();
  }
}
