package {{package}};

import org.nexusgen.api.config.ProcessSettings;
import org.nexusgen.api.sampling.Denoiser;
import org.nexusgen.api.sampling.DiffusionSampler;
import org.nexusgen.api.sampling.SamplingPlan;
import org.nexusgen.api.sampling.Schedule;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Euler's method: at each step straight on along the velocity that the denoiser sees. */
@Component(
    configurationPid = {{type}}Sampler.PID,
    property = {"part=sampler", "name=" + {{type}}Sampler.NAME})
@Designate(ocd = {{type}}Sampler.Settings.class)
public final class {{type}}Sampler implements DiffusionSampler {
  static final String NAME = "{{name}}";

  /** Under which it is configured. */
  static final String PID = "{{id}}";

  private static final float TIMESTEPS = 1000;

  /** What {@code conf/{{id}}.properties} may say. */
  @ObjectClassDefinition(name = "{{type}} sampler")
  public @interface Settings {
    @AttributeDefinition(
        description = "1: even steps; more: short steps near the data.",
        min = "0.25",
        max = "4")
    double spacing() default 1;
  }

  private final double spacing;

  @Activate
  public {{type}}Sampler(Settings settings) {
    spacing = settings.spacing();
  }

  /** Without OSGi. */
  public {{type}}Sampler() {
    this(ProcessSettings.of(Settings.class, PID));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Schedule schedule(SamplingPlan plan) {
    float[] sigmas = new float[plan.steps() + 1];
    float[] timesteps = new float[plan.steps()];
    for (int i = 0; i < plan.steps(); i++) {
      double left = (double) (plan.steps() - i) / plan.steps();
      double level = plan.strength() * Math.pow(left, spacing);
      sigmas[i] = (float) (plan.shift() * level / (1 + (plan.shift() - 1) * level));
      timesteps[i] = TIMESTEPS * sigmas[i];
    }
    return new Schedule(sigmas, timesteps);
  }

  @Override
  public float[] sample(
      Denoiser denoiser, float[] start, SamplingPlan plan, StepListener listener) {
    Schedule schedule = schedule(plan);
    float[] x = start;
    for (int i = 0; i < plan.steps(); i++) {
      float[] velocity = denoiser.velocity(x, schedule.timesteps()[i]);
      float distance = schedule.sigmas()[i + 1] - schedule.sigmas()[i];
      float[] next = new float[x.length];
      for (int k = 0; k < next.length; k++) {
        next[k] = x[k] + distance * velocity[k];
      }
      x = next;
      listener.updated(i + 1, plan.steps(), x);
    }
    return x;
  }
}
