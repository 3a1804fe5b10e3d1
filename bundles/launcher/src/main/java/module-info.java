/** Starts the platform: Felix with every bundle of an installation. */
module org.nexusgen.launcher {
  requires com.fasterxml.jackson.core;
  requires info.picocli;
  requires java.net.http;
  requires java.xml;
  requires transitive org.nexusgen.api;
  requires transitive org.apache.felix.framework;
  requires org.osgi.service.cm;
  requires org.osgi.service.component;
  requires org.slf4j;
  requires static org.jspecify;
  requires static org.osgi.annotation.bundle;
  requires static org.osgi.service.component.annotations;

  exports org.nexusgen.launcher;
  exports org.nexusgen.launcher.bundles;
  exports org.nexusgen.launcher.config;

  opens org.nexusgen.launcher.bundles to
      info.picocli;
  opens org.nexusgen.launcher.config to
      info.picocli;

  uses org.nexusgen.api.engine.Engine;
  uses org.nexusgen.api.train.TrainingEngine;
  uses org.osgi.framework.launch.FrameworkFactory;
}
