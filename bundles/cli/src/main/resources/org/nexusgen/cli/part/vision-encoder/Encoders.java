package {{package}};

import org.nexusgen.api.PartContext;
import org.nexusgen.api.config.ProcessSettings;
import org.nexusgen.api.vision.VisionEncoder;
import org.nexusgen.api.weights.ConfigTree;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Makes vision encoders. It ranks below the shipped one, so that a request must name it. */
@Component(
    configurationPid = {{type}}Encoders.PID,
    property = {
      "part=encoder",
      "name=" + {{type}}Encoders.NAME,
      "service.ranking:Integer=" + {{type}}Encoders.RANKING
    })
@Designate(ocd = {{type}}Encoders.Settings.class)
public final class {{type}}Encoders implements VisionEncoder.Provider {
  static final String NAME = "{{name}}";

  /** Under which it is configured. */
  static final String PID = "{{id}}";

  static final int RANKING = -1000;

  /** What {@code conf/{{id}}.properties} may say. */
  @ObjectClassDefinition(name = "{{type}} vision encoder")
  public @interface Settings {
    @AttributeDefinition(
        description = "Embeddings that a picture gets at most.",
        min = "1",
        max = "16384")
    int mostTokens() default 1024;
  }

  private final int mostTokens;

  @Activate
  public {{type}}Encoders(Settings settings) {
    mostTokens = settings.mostTokens();
  }

  /** Without OSGi. */
  public {{type}}Encoders() {
    this(ProcessSettings.of(Settings.class, PID));
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
    ConfigTree config = context.model().requireConfig("config.json");
    ConfigTree vision = config.requireTree("vision_config");
    return new {{type}}Encoder(
        config.requireInt("hidden_size"),
        vision.requireInt("patch_size"),
        vision.getInt("spatial_merge_size", 2),
        mostTokens,
        context.model().settings());
  }
}
