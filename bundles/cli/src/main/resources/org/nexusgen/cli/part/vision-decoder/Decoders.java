package {{package}};

import org.nexusgen.api.PartContext;
import org.nexusgen.api.config.ProcessSettings;
import org.nexusgen.api.decode.DecodingTask;
import org.nexusgen.api.decode.VisionDecoder;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Makes decoders. It ranks below those that are shipped, so that a request must name it. */
@Component(
    configurationPid = {{type}}Decoders.PID,
    property = {
      "part=decoder",
      "task=generation",
      "name=" + {{type}}Decoders.NAME,
      "service.ranking:Integer=" + {{type}}Decoders.RANKING
    })
@Designate(ocd = {{type}}Decoders.Settings.class)
public final class {{type}}Decoders implements VisionDecoder.Provider {
  static final String NAME = "{{name}}";

  /** Under which it is configured. */
  static final String PID = "{{id}}";

  static final int RANKING = -1000;

  /** What {@code conf/{{id}}.properties} may say. */
  @ObjectClassDefinition(name = "{{type}} vision decoder")
  public @interface Settings {
    @AttributeDefinition(
        description = "Pixels that a picture has at most on a side.",
        min = "16",
        max = "16384")
    int mostPixels() default 4096;
  }

  private final int mostPixels;

  @Activate
  public {{type}}Decoders(Settings settings) {
    mostPixels = settings.mostPixels();
  }

  /** Without OSGi. */
  public {{type}}Decoders() {
    this(ProcessSettings.of(Settings.class, PID));
  }

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
    return RANKING;
  }

  @Override
  public VisionDecoder open(PartContext context) {
    return new {{type}}Decoder(mostPixels);
  }
}
