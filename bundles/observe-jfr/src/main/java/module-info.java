/** Jobs, stages, tokens, steps, waits, swaps and caches as events of the JDK Flight Recorder. */
module org.nexusgen.observe.jfr {
  requires jdk.jfr;
  requires org.nexusgen.api;
  requires static org.jspecify;
  requires static org.osgi.service.component.annotations;

  provides org.nexusgen.api.observe.Observer with
      org.nexusgen.observe.jfr.FlightRecorderObserver;
}
