package org.nexusgen.observe.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.StackTrace;
import org.nexusgen.api.observe.Origin;

/** What all events have: whose they are. A stack trace would show the pipeline and nothing else. */
@Category("Nexus-Gen")
@StackTrace(false)
abstract class NexusGenEvent extends Event {
  @Label("Pipeline")
  @Description("Tells the pipelines of one Java machine apart")
  String instance = "";

  @Label("Model")
  String model = "";

  @Label("Job")
  String job = "";

  @Label("Job Number")
  @Description("Of the job in its pipeline; 0 outside of jobs")
  long number;

  void of(Origin origin) {
    instance = origin.instance();
    model = origin.model();
    job = origin.job();
    number = origin.number();
  }
}
