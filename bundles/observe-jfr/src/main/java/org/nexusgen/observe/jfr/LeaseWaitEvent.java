package org.nexusgen.observe.jfr;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Timespan;

/** A wait for a part. */
@Name("org.nexusgen.LeaseWait")
@Label("Lease Wait")
@Description("A job waited for a part that was being replaced")
final class LeaseWaitEvent extends NexusGenEvent {
  @Label("Box")
  @Description("Of the figure")
  String box = "";

  @Label("Time")
  @Timespan(Timespan.NANOSECONDS)
  long time;
}
