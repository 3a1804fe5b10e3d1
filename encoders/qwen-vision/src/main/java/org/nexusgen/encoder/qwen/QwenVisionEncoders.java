package org.nexusgen.encoder.qwen;

import java.util.ServiceLoader;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.PartContext;
import org.nexusgen.api.image.ImageResizer;
import org.nexusgen.api.vision.VisionEncoder;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Makes the vision encoder of Qwen2.5-VL. */
@Component(property = {"part=encoder", "name=" + QwenVisionEncoders.NAME})
public final class QwenVisionEncoders implements VisionEncoder.Provider {
  static final String NAME = "qwen";

  private final ImageResizer resizer;

  @Activate
  public QwenVisionEncoders(@Reference ImageResizer resizer) {
    this.resizer = resizer;
  }

  /** For the service loader, with the resizer that it finds. */
  public QwenVisionEncoders() {
    this(
        ServiceLoader.load(ImageResizer.class)
            .findFirst()
            .orElseThrow(
                () ->
                    new NexusGenException(
                        "vision encoder: no service %s; install the image bundle"
                            .formatted(ImageResizer.class.getName()))));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public VisionEncoder open(PartContext context) {
    return new QwenVisionEncoder(context, resizer);
  }
}
