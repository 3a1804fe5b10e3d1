package org.nexusgen.backbone.qwen;

import org.nexusgen.api.PartContext;
import org.nexusgen.api.backbone.AutoregressiveBackbone;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * Makes Qwen backbones that write images by naive autoregression, to compare with. They rank below
 * the prefilled ones, so that a request must name them.
 */
@Component(
    property = {
      "name=" + NaiveBackboneProvider.NAME,
      "service.ranking:Integer=" + NaiveBackboneProvider.RANKING
    })
public final class NaiveBackboneProvider implements AutoregressiveBackbone.Provider {
  static final String NAME = "qwen-naive";

  /** Below every backbone that says nothing of its rank. */
  static final int RANKING = -100;

  @Activate
  public NaiveBackboneProvider() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int ranking() {
    return RANKING;
  }

  @Override
  public AutoregressiveBackbone open(PartContext context) {
    return new NaiveBackbone(QwenBackbone.open(context));
  }
}
