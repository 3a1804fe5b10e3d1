package org.nexusgen.backbone.qwen;

import org.nexusgen.api.PartContext;
import org.nexusgen.api.backbone.AutoregressiveBackbone;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Makes Qwen backbones. */
@Component(property = "name=" + QwenBackboneProvider.NAME)
public final class QwenBackboneProvider implements AutoregressiveBackbone.Provider {
  static final String NAME = "qwen";

  @Activate
  public QwenBackboneProvider() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public AutoregressiveBackbone open(PartContext context) {
    return QwenBackbone.open(context);
  }
}
