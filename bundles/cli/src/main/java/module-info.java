/** The commands of nexusgen. */
module org.nexusgen.cli {
  requires com.fasterxml.jackson.core;
  requires info.picocli;
  requires org.nexusgen.api;
  requires static org.jspecify;
  requires static org.osgi.annotation.bundle;
  requires static org.osgi.service.component.annotations;

  opens org.nexusgen.cli to
      info.picocli;

  uses org.nexusgen.api.NexusGenFactory;
  uses org.nexusgen.api.command.Subcommand;
  uses org.nexusgen.api.image.ImageFiles;
  uses org.nexusgen.api.weights.ModelLibrary;
  uses org.nexusgen.api.weights.ModelPacker;
  uses org.nexusgen.api.weights.TensorFiles;

  provides org.nexusgen.api.command.CommandLine with
      org.nexusgen.cli.NexusGenCommandLine;
}
