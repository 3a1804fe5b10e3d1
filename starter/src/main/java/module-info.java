/** All that a host needs to open a model: the api, every part and the CPU engine. */
module org.nexusgen.starter {
  requires transitive org.nexusgen.api;
  requires org.nexusgen.backbone.qwen;
  requires org.nexusgen.decoder.flux;
  requires org.nexusgen.decoder.preview;
  requires org.nexusgen.encoder.caching;
  requires org.nexusgen.encoder.qwen;
  requires org.nexusgen.engine.onnxruntime;
  requires org.nexusgen.image;
  requires org.nexusgen.observe.jfr;
  requires org.nexusgen.pipeline;
  requires org.nexusgen.projectors;
  requires org.nexusgen.sampler.flowmatch;
  requires org.nexusgen.sampler.token;
  requires org.nexusgen.textencoders;
  requires org.nexusgen.tokenizer;
  requires org.nexusgen.weights;
}
