/** Starts the platform: Felix with every bundle of an installation. */
module org.nexusgen.launcher {
  requires org.nexusgen.api;
  requires org.apache.felix.framework;
  requires static org.jspecify;
  requires static org.osgi.annotation.bundle;
  requires static org.osgi.service.component.annotations;
}
