/** Measures the parts on a model, and makes models of any size to measure. */
module org.nexusgen.bench {
  requires info.picocli;
  requires org.nexusgen.api;
  requires static org.jspecify;
  requires static org.osgi.service.component.annotations;

  opens org.nexusgen.bench to
      info.picocli;

  uses org.nexusgen.api.NexusGenFactory;
  uses org.nexusgen.api.backbone.AutoregressiveBackbone.Provider;
  uses org.nexusgen.api.backbone.TokenSampler;
  uses org.nexusgen.api.decode.Projector.Provider;
  uses org.nexusgen.api.decode.VisionDecoder.Provider;
  uses org.nexusgen.api.engine.Engine;
  uses org.nexusgen.api.sampling.DiffusionSampler;
  uses org.nexusgen.api.vision.VisionEncoder.Provider;
  uses org.nexusgen.api.weights.ModelLibrary;
  uses org.nexusgen.api.weights.TensorFiles;

  provides org.nexusgen.api.command.Subcommand with
      org.nexusgen.bench.BenchCommand;
}
