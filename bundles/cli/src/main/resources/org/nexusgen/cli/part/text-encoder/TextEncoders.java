package {{package}};

import org.nexusgen.api.PartContext;
import org.nexusgen.api.config.ProcessSettings;
import org.nexusgen.api.text.TextEncoder;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Makes text encoders. It ranks below the shipped one; above 0, it takes its place. */
@Component(
    configurationPid = {{type}}TextEncoders.PID,
    property = {
      "part=text-encoder",
      "name=" + {{type}}TextEncoders.NAME,
      "service.ranking:Integer=" + {{type}}TextEncoders.RANKING
    })
@Designate(ocd = {{type}}TextEncoders.Settings.class)
public final class {{type}}TextEncoders implements TextEncoder.Provider {
  static final String NAME = "{{name}}";

  /** Under which it is configured. */
  static final String PID = "{{id}}";

  static final int RANKING = -1000;

  /** Widths of FLUX.1-dev, where a model does not say others. */
  private static final int POOLED = 768;

  private static final int TOKEN = 4096;

  /** What {@code conf/{{id}}.properties} may say. */
  @ObjectClassDefinition(name = "{{type}} text encoder")
  public @interface Settings {
    @AttributeDefinition(description = "Tokens of a prompt.", min = "1", max = "4096")
    int tokens() default 512;
  }

  private final int tokens;

  @Activate
  public {{type}}TextEncoders(Settings settings) {
    tokens = settings.tokens();
  }

  /** Without OSGi. */
  public {{type}}TextEncoders() {
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
  public TextEncoder open(PartContext context) {
    return new {{type}}TextEncoder(
        width(context, "text_encoder/config.json", "hidden_size", POOLED),
        width(context, "text_encoder_2/config.json", "d_model", TOKEN),
        tokens);
  }

  private static int width(PartContext context, String file, String key, int otherwise) {
    return context.model().config(file).map(c -> c.getInt(key, otherwise)).orElse(otherwise);
  }
}
