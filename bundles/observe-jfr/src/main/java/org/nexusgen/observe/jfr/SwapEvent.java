package org.nexusgen.observe.jfr;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Timespan;

/** A swap of parts. */
@Name("org.nexusgen.Swap")
@Label("Swap")
@Description("Another part took the first place of its box, or a part left")
final class SwapEvent extends NexusGenEvent {
  @Label("Box")
  @Description("Of the figure")
  String box = "";

  @Label("From")
  String from = "";

  @Label("To")
  String to = "";

  @Label("Drained Calls")
  @Description("Calls inside the part that left, when it was taken away")
  long drainedCalls;

  @Label("Drain")
  @Description("Time that was waited for them")
  @Timespan(Timespan.NANOSECONDS)
  long drain;

  @Label("Abandoned")
  @Description("Whether some were still inside when that time was over")
  boolean abandoned;
}
