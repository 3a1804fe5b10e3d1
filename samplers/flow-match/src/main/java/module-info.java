/** Flow-matching samplers, their schedules and PyTorch-equal noise. */
module org.nexusgen.sampler.flowmatch {
  requires org.nexusgen.api;
  requires static org.jspecify;
  requires static org.osgi.annotation.bundle;
  requires static org.osgi.service.component.annotations;
}
