/** Runs graphs forwards and backwards with PyTorch: training, and a second inference engine. */
module org.nexusgen.engine.pytorch {
  requires ai.djl.api;
  requires ai.djl.pytorch_engine;
  requires org.nexusgen.api;
  requires org.nexusgen.graph;
  requires static org.jspecify;
  requires static org.osgi.annotation.bundle;
  requires static org.osgi.service.component.annotations;

  provides org.nexusgen.api.engine.Engine with
      org.nexusgen.engine.pytorch.PytorchEngine;
  provides org.nexusgen.api.train.TrainingEngine with
      org.nexusgen.engine.pytorch.PytorchTrainingEngine;
}
