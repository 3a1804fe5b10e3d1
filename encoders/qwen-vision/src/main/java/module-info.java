/** The vision encoder of Qwen2.5-VL: pictures to the shared embedding space. */
module org.nexusgen.encoder.qwen {
  requires org.nexusgen.api;
  requires org.nexusgen.graph;
  requires static org.jspecify;
  requires static org.osgi.annotation.bundle;
  requires static org.osgi.service.component.annotations;

  uses org.nexusgen.api.image.ImageResizer;

  provides org.nexusgen.api.vision.VisionEncoder.Provider with
      org.nexusgen.encoder.qwen.QwenVisionEncoders;
  provides org.nexusgen.api.train.TrainableVisionEncoder.Provider with
      org.nexusgen.encoder.qwen.QwenTrainableVisionEncoders;
}
