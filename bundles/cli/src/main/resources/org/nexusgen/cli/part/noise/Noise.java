package {{package}};

import java.util.Random;
import org.nexusgen.api.config.ProcessSettings;
import org.nexusgen.api.sampling.NoiseSource;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Noise of Java's own generator, whose values for a seed are specified. */
@Component(
    configurationPid = {{type}}Noise.PID,
    property = {
      "part=noise",
      "name=" + {{type}}Noise.NAME,
      "service.ranking:Integer=" + {{type}}Noise.RANKING
    })
@Designate(ocd = {{type}}Noise.Settings.class)
public final class {{type}}Noise implements NoiseSource {
  static final String NAME = "{{name}}";

  /** Under which it is configured. */
  static final String PID = "{{id}}";

  /** Below the noise that is shipped; above 0, every seed gives another picture. */
  static final int RANKING = -1000;

  /** What {@code conf/{{id}}.properties} may say. */
  @ObjectClassDefinition(name = "{{type}} noise")
  public @interface Settings {
    @AttributeDefinition(description = "Standard deviation.", min = "0.5", max = "1.5")
    double deviation() default 1;
  }

  private final double deviation;

  @Activate
  public {{type}}Noise(Settings settings) {
    deviation = settings.deviation();
  }

  /** Without OSGi. */
  public {{type}}Noise() {
    this(ProcessSettings.of(Settings.class, PID));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public float[] normal(long seed, int count) {
    Random random = new Random(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (deviation * random.nextGaussian());
    }
    return values;
  }
}
