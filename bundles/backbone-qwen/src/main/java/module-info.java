/** The autoregressive backbone with its text and vision projectors. */
module org.nexusgen.backbone.qwen {
  requires org.nexusgen.api;
  requires org.nexusgen.graph;
  requires static org.jspecify;
  requires static org.osgi.service.component.annotations;

  provides org.nexusgen.api.backbone.AutoregressiveBackbone.Provider with
      org.nexusgen.backbone.qwen.QwenBackboneProvider,
      org.nexusgen.backbone.qwen.NaiveBackboneProvider;
  provides org.nexusgen.api.train.TrainableBackbone.Provider with
      org.nexusgen.backbone.qwen.QwenTrainableBackbones;
}
