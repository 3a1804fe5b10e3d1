package org.nexusgen.observe.jfr;

import jdk.jfr.Description;
import jdk.jfr.Frequency;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Timespan;

/** The diffusion steps of a picture. */
@Name("org.nexusgen.Sampling")
@Label("Sampling")
@Description("Diffusion steps of a picture, told at its end")
final class SamplingEvent extends NexusGenEvent {
  @Label("Steps")
  long steps;

  @Label("Time")
  @Description("From the beginning of the decoding to the last step")
  @Timespan(Timespan.NANOSECONDS)
  long time;

  @Label("Steps per Second")
  @Description("0 if not measured")
  @Frequency
  double rate;
}
