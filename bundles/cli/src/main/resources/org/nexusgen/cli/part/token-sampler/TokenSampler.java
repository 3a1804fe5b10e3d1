package {{package}};

import java.util.BitSet;
import java.util.Random;
import org.nexusgen.api.backbone.TokenSampler;
import org.nexusgen.api.backbone.TokenSampling;
import org.nexusgen.api.config.ProcessSettings;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Draws among the tokens that are not much less likely than the best one. */
@Component(
    configurationPid = {{type}}TokenSampler.PID,
    property = {
      "part=token-sampler",
      "name=" + {{type}}TokenSampler.NAME,
      "service.ranking:Integer=" + {{type}}TokenSampler.RANKING
    })
@Designate(ocd = {{type}}TokenSampler.Settings.class)
public final class {{type}}TokenSampler implements TokenSampler {
  static final String NAME = "{{name}}";

  /** Under which it is configured. */
  static final String PID = "{{id}}";

  /** Below the one that is shipped: a setting must name it. */
  static final int RANKING = -1000;

  /** What {@code conf/{{id}}.properties} may say. */
  @ObjectClassDefinition(name = "{{type}} token sampler")
  public @interface Settings {
    @AttributeDefinition(
        description = "Tokens stay whose probability is this part of the best one's, or more.",
        min = "0",
        max = "1")
    double least() default 0.1;
  }

  private final double least;

  @Activate
  public {{type}}TokenSampler(Settings settings) {
    least = settings.least();
  }

  /** Without OSGi. */
  public {{type}}TokenSampler() {
    this(ProcessSettings.of(Settings.class, PID));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Chooser begin(TokenSampling sampling) {
    Random random = new Random(sampling.seed());
    return (scores, seen) -> choose(scores, seen, sampling, random);
  }

  private int choose(float[] scores, BitSet seen, TokenSampling sampling, Random random) {
    float penalty = (float) sampling.repetitionPenalty();
    int best = 0;
    for (int i = 0; i < scores.length; i++) {
      if (seen.get(i)) {
        scores[i] = scores[i] < 0 ? scores[i] * penalty : scores[i] / penalty;
      }
      best = scores[i] > scores[best] ? i : best;
    }
    return sampling.greedy() ? best : draw(scores, best, sampling.temperature(), random);
  }

  private int draw(float[] scores, int best, double temperature, Random random) {
    double[] likely = new double[scores.length];
    double sum = 0;
    for (int i = 0; i < scores.length; i++) {
      double compared = Math.exp((scores[i] - scores[best]) / temperature);
      likely[i] = compared >= least ? compared : 0;
      sum += likely[i];
    }
    double left = random.nextDouble() * sum;
    for (int i = 0; i < scores.length; i++) {
      left -= likely[i];
      if (left < 0) {
        return i;
      }
    }
    return best;
  }
}
