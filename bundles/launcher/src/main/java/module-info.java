/** Starts the platform: Felix with every bundle of an installation. */
module org.nexusgen.launcher {
  requires transitive org.nexusgen.api;
  requires transitive org.apache.felix.framework;
  requires org.osgi.service.component;
  requires static org.jspecify;
  requires static org.osgi.annotation.bundle;
  requires static org.osgi.service.component.annotations;

  exports org.nexusgen.launcher;

  uses org.nexusgen.api.engine.Engine;
  uses org.nexusgen.api.train.TrainingEngine;
  uses org.osgi.framework.launch.FrameworkFactory;
}
