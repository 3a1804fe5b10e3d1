/** Scores models: every task by kind, ceilings of the parts, and the experiments of the paper. */
module org.nexusgen.eval {
  requires com.fasterxml.jackson.core;
  requires info.picocli;
  requires org.nexusgen.api;
  requires static org.jspecify;
  requires static org.osgi.service.component.annotations;

  opens org.nexusgen.eval to
      info.picocli;

  uses org.nexusgen.api.NexusGenFactory;
  uses org.nexusgen.api.backbone.AutoregressiveBackbone.Provider;
  uses org.nexusgen.api.backbone.TokenSampler;
  uses org.nexusgen.api.engine.Engine;
  uses org.nexusgen.api.image.ImageFiles;
  uses org.nexusgen.api.text.Tokenizer.Provider;
  uses org.nexusgen.api.train.CurvePlot;
  uses org.nexusgen.api.train.SampleScorer;
  uses org.nexusgen.api.train.SampleSource.Provider;
  uses org.nexusgen.api.train.TrainableAutoencoder.Provider;
  uses org.nexusgen.api.train.TrainableBackbone.Provider;

  provides org.nexusgen.api.command.Subcommand with
      org.nexusgen.eval.EvalCommand;
}
