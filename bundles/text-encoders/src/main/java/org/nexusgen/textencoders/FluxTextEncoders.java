package org.nexusgen.textencoders;

import org.nexusgen.api.PartContext;
import org.nexusgen.api.text.TextEncoder;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Makes FLUX.1-dev's pair of text encoders. */
@Component(property = "name=" + FluxTextEncoders.NAME)
public final class FluxTextEncoders implements TextEncoder.Provider {
  static final String NAME = "clip-t5";

  @Activate
  public FluxTextEncoders() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public TextEncoder open(PartContext context) {
    return new FluxTextEncoder(context);
  }
}
