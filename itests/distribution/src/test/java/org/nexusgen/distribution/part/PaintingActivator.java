package org.nexusgen.distribution.part;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.BinaryOperator;
import org.nexusgen.api.DecodeOptions;
import org.nexusgen.api.NexusGen;
import org.nexusgen.api.NexusGenConfig;
import org.nexusgen.api.NexusGenFactory;
import org.nexusgen.api.PaintingRequest;
import org.nexusgen.api.image.ImageFiles;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;

/**
 * A user of the model in a container of its own: offers to paint in the words of Java alone, since
 * whoever is outside of the container has other classes of the same names.
 */
public final class PaintingActivator implements BundleActivator {
  public static final String PROMPT = "three green triangles";
  private static final int STEPS = 2;

  /** What is painted, wherever. */
  public static void paint(NexusGenFactory models, ImageFiles images, Path folder, Path picture) {
    PaintingRequest request =
        PaintingRequest.of(PROMPT).withDecoding(DecodeOptions.model().withSteps(STEPS));
    try (NexusGen model = models.open(NexusGenConfig.of(folder))) {
      images.writePng(model.generate(request).image(), picture);
    }
  }

  @Override
  public void start(BundleContext context) {
    BinaryOperator<String> painter =
        (folder, picture) -> {
          paint(
              service(context, NexusGenFactory.class),
              service(context, ImageFiles.class),
              Path.of(folder),
              Path.of(picture));
          return picture;
        };
    context.registerService(
        BinaryOperator.class.getName(),
        painter,
        FrameworkUtil.asDictionary(Map.of("paints", PROMPT)));
  }

  @Override
  public void stop(BundleContext context) {}

  private static <S> S service(BundleContext context, Class<S> type) {
    ServiceReference<S> reference = context.getServiceReference(type);
    if (reference == null) {
      throw new IllegalStateException("nobody offers " + type.getName());
    }
    return context.getService(reference);
  }
}
