/** Says which engines can run here, and installs the libraries that they need. */
module org.nexusgen.engines {
  requires com.fasterxml.jackson.core;
  requires info.picocli;
  requires org.nexusgen.api;
  requires static org.jspecify;
  requires static org.osgi.service.component.annotations;

  opens org.nexusgen.engines to
      info.picocli;

  uses org.nexusgen.api.NexusGenFactory;
  uses org.nexusgen.api.artifact.ArtifactResolver;
  uses org.nexusgen.api.engine.Engine;

  provides org.nexusgen.api.command.Subcommand with
      org.nexusgen.engines.EnginesCommand;
}
