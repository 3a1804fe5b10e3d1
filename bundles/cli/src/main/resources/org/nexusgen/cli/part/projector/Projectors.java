package {{package}};

import org.nexusgen.api.PartContext;
import org.nexusgen.api.config.ProcessSettings;
import org.nexusgen.api.decode.DecodingTask;
import org.nexusgen.api.decode.Projector;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Makes projectors. It ranks below the shipped one; above 0, it takes its place. */
@Component(
    configurationPid = {{type}}Projectors.PID,
    property = {
      "part=projector",
      "task=generation",
      "name=" + {{type}}Projectors.NAME,
      "service.ranking:Integer=" + {{type}}Projectors.RANKING
    })
@Designate(ocd = {{type}}Projectors.Settings.class)
public final class {{type}}Projectors implements Projector.Provider {
  static final String NAME = "{{name}}";

  /** Under which it is configured. */
  static final String PID = "{{id}}";

  static final int RANKING = -1000;

  /** What {@code conf/{{id}}.properties} may say. */
  @ObjectClassDefinition(name = "{{type}} projector")
  public @interface Settings {
    @AttributeDefinition(description = "By which embeddings are multiplied.", min = "0.01", max = "100")
    double gain() default 1;
  }

  private final double gain;

  @Activate
  public {{type}}Projectors(Settings settings) {
    gain = settings.gain();
  }

  /** Without OSGi. */
  public {{type}}Projectors() {
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
  public Projector open(PartContext context) {
    int width = context.model().requireConfig("config.json").requireInt("hidden_size");
    return new {{type}}Projector(width, (float) gain);
  }
}
