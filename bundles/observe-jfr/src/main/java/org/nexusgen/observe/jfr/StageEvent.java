package org.nexusgen.observe.jfr;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** A stage of a job. */
@Name("org.nexusgen.Stage")
@Label("Stage")
@Description("A stage of a job")
final class StageEvent extends NexusGenEvent {
  @Label("Stage")
  String stage = "";
}
