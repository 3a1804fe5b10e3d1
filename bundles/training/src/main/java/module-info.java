/** Trainers of every part, from losses to written models. */
module org.nexusgen.training {
  requires com.fasterxml.jackson.core;
  requires info.picocli;
  requires org.nexusgen.api;
  requires org.nexusgen.graph;
  requires org.slf4j;
  requires static org.jspecify;
  requires static org.osgi.service.component.annotations;

  opens org.nexusgen.training.command to
      info.picocli;

  uses org.nexusgen.api.NexusGenFactory;
  uses org.nexusgen.api.engine.Engine;
  uses org.nexusgen.api.image.ImageResizer;
  uses org.nexusgen.api.text.Tokenizer.Provider;
  uses org.nexusgen.api.train.CurvePlot;
  uses org.nexusgen.api.train.FittedPart;
  uses org.nexusgen.api.train.LabelledPictures;
  uses org.nexusgen.api.train.SampleSource.Provider;
  uses org.nexusgen.api.train.TrainableAutoencoder.Provider;
  uses org.nexusgen.api.train.TrainableBackbone.Provider;
  uses org.nexusgen.api.train.TrainableProjector.Provider;
  uses org.nexusgen.api.train.TrainableVisionDecoder.Provider;
  uses org.nexusgen.api.train.TrainableVisionEncoder.Provider;
  uses org.nexusgen.api.train.TrainingEngine;
  uses org.nexusgen.api.vision.VisionEncoder.Provider;
  uses org.nexusgen.api.weights.AdapterFiles;
  uses org.nexusgen.api.weights.ModelLibrary;
  uses org.nexusgen.api.weights.ModelWriter;
  uses org.nexusgen.api.weights.TensorFiles;

  provides org.nexusgen.api.command.Subcommand with
      org.nexusgen.training.command.TrainCommand;
}
