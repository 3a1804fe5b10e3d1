/** The commands of nexusgen. */
module org.nexusgen.cli {
  requires org.nexusgen.api;
  requires info.picocli;
  requires com.fasterxml.jackson.core;
  requires static org.jspecify;
  requires static org.osgi.annotation.bundle;
  requires static org.osgi.service.component.annotations;
}
