package org.nexusgen.cli;

import org.nexusgen.api.observe.Event;
import org.nexusgen.api.observe.Measures;
import org.nexusgen.api.observe.Observer;
import org.nexusgen.api.observe.Origin;

/** Keeps the measures of the last job, for jobs whose result does not have them. */
final class LastMeasures implements Observer {
  private volatile Measures measures = Measures.NONE;

  @Override
  public void observe(Origin origin, Event event) {
    if (event instanceof Event.JobFinished finished) {
      measures = finished.measures();
    }
  }

  Measures measures() {
    return measures;
  }
}
