package org.nexusgen.observe.jfr;

import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** A job. */
@Name("org.nexusgen.Request")
@Label("Request")
@Description("A job from its beginning to its end")
final class RequestEvent extends NexusGenEvent {
  @Label("Outcome")
  @Description("done, cancelled or failed")
  String outcome = "";

  @Label("Swaps")
  @Description("Parts of the pipeline that left or were outranked meanwhile")
  long swaps;

  @Label("Peak Memory")
  @Description("Of the process since it began; what is measured depends on the system")
  @DataAmount
  long peakMemory;
}
