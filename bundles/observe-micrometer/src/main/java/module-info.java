/** Jobs, stages, tokens, steps, waits, swaps and caches as meters of Micrometer. */
module org.nexusgen.observe.micrometer {
  requires transitive micrometer.core;
  requires transitive org.nexusgen.api;
  requires static org.jspecify;
  requires static org.osgi.annotation.bundle;
  requires static org.osgi.annotation.versioning;
  requires static org.osgi.service.component.annotations;

  exports org.nexusgen.observe.micrometer;

  provides org.nexusgen.api.observe.Observer with
      org.nexusgen.observe.micrometer.MicrometerObserver;
}
