package com.example.nexusgen;

import org.nexusgen.api.PartContext;
import org.nexusgen.api.decode.DecodingTask;
import org.nexusgen.api.decode.VisionDecoder;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Makes checkerboards. It ranks below decoders that paint, so that a request must name it. */
@Component(
    property = {
      "name=" + CheckerboardDecoders.NAME,
      "task=generation",
      "service.ranking:Integer=-1000"
    })
public final class CheckerboardDecoders implements VisionDecoder.Provider {
  static final String NAME = "checkerboard";

  @Activate
  public CheckerboardDecoders() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public DecodingTask task() {
    return DecodingTask.GENERATION;
  }

  @Override
  public int ranking() {
    return -1000;
  }

  @Override
  public VisionDecoder open(PartContext context) {
    return new CheckerboardDecoder();
  }
}
