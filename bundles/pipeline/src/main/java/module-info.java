/** The three jobs and the conversation, made from replaceable parts. */
module org.nexusgen.pipeline {
  requires java.management;
  requires org.nexusgen.api;
  requires org.slf4j;
  requires static org.jspecify;
  requires static org.osgi.annotation.bundle;
  requires static org.osgi.service.component.annotations;
  requires static org.osgi.service.metatype.annotations;

  uses org.nexusgen.api.backbone.AutoregressiveBackbone.Provider;
  uses org.nexusgen.api.backbone.TokenSampler;
  uses org.nexusgen.api.decode.Projector.Provider;
  uses org.nexusgen.api.decode.VisionDecoder.Provider;
  uses org.nexusgen.api.engine.Engine;
  uses org.nexusgen.api.observe.Observer;
  uses org.nexusgen.api.sampling.DiffusionSampler;
  uses org.nexusgen.api.text.TextEncoder.Provider;
  uses org.nexusgen.api.text.Tokenizer.Provider;
  uses org.nexusgen.api.vision.VisionEncoder.Provider;
  uses org.nexusgen.api.weights.ModelLibrary;
  uses org.nexusgen.api.weights.TensorFiles;

  provides org.nexusgen.api.NexusGenFactory with
      org.nexusgen.pipeline.NexusGenAssembler;
  provides org.nexusgen.api.config.SettingCheck with
      org.nexusgen.pipeline.NexusGenAssembler;
}
