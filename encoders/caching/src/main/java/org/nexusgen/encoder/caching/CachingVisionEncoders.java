package org.nexusgen.encoder.caching;

import java.util.Comparator;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.PartContext;
import org.nexusgen.api.config.ProcessSettings;
import org.nexusgen.api.config.SettingName;
import org.nexusgen.api.vision.VisionEncoder;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * Wraps the best other vision encoder and remembers what it made of a picture. It ranks below what
 * it wraps, so that a request must name it.
 */
@Component(
    configurationPid = SettingName.FAMILY + CachingVisionEncoders.NAME,
    property = {
      "part=encoder",
      "name=" + CachingVisionEncoders.NAME,
      "service.ranking:Integer=" + CachingVisionEncoders.RANKING
    })
@Designate(ocd = CachingVisionEncoders.Settings.class)
public final class CachingVisionEncoders implements VisionEncoder.Provider {
  static final String NAME = "caching";

  /** Below every encoder that says nothing of its rank. */
  static final int RANKING = -100;

  private static final int USUAL_MEBIBYTES = 256;
  private static final int MEBIBYTE = 1 << 20;

  private final Supplier<VisionEncoder.Provider> wrapped;
  private final long capacity;

  /** What {@code conf/caching.properties} may say. */
  @ObjectClassDefinition(
      name = "Caching vision encoder",
      description = "Remembers what another vision encoder made of a picture.")
  public @interface Settings {
    /** How much an opened encoder remembers. */
    @AttributeDefinition(
        description = "Memory for what an opened encoder remembers, in MiB; 0: nothing.",
        min = "0",
        max = "1048576")
    int mebibytes() default USUAL_MEBIBYTES;
  }

  /** In OSGi: wraps the encoder that ranks first, also when a better one comes later. */
  @Activate
  public CachingVisionEncoders(
      @Reference(target = "(!(name=" + NAME + "))", policyOption = ReferencePolicyOption.GREEDY)
          VisionEncoder.Provider wrapped,
      Settings settings) {
    this(() -> wrapped, (long) settings.mebibytes() * MEBIBYTE);
  }

  /** For the service loader: wraps the best of the encoders that it finds. */
  public CachingVisionEncoders() {
    this(
        CachingVisionEncoders::best,
        (long) ProcessSettings.of(Settings.class, NAME).mebibytes() * MEBIBYTE);
  }

  CachingVisionEncoders(Supplier<VisionEncoder.Provider> wrapped, long capacity) {
    if (capacity < 0) {
      throw new BadInputException(
          "cache of the vision encoder: got %d bytes, wants 0 or more".formatted(capacity));
    }
    this.wrapped = wrapped;
    this.capacity = capacity;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int ranking() {
    return RANKING;
  }

  @Override
  public VisionEncoder open(PartContext context) {
    return new CachingVisionEncoder(
        wrapped.get().open(context), new Memory(capacity), context.caches());
  }

  private static VisionEncoder.Provider best() {
    return ServiceLoader.load(VisionEncoder.Provider.class).stream()
        .filter(found -> found.type() != CachingVisionEncoders.class)
        .map(ServiceLoader.Provider::get)
        .max(Comparator.comparingInt(VisionEncoder.Provider::ranking))
        .orElseThrow(
            () ->
                new NexusGenException(
                    "caching encoder: there is no vision encoder to wrap; add one, such as"
                        + " nexusgen-qwen-vision"));
  }
}
