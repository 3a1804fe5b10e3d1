/** Trainers of every part, from losses to written models. */
module org.nexusgen.training {
  requires com.fasterxml.jackson.core;
  requires info.picocli;
  requires org.nexusgen.api;
  requires org.nexusgen.graph;
  requires static org.jspecify;
  requires static org.osgi.service.component.annotations;
}
