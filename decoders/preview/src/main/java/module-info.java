/** Thumbnails in milliseconds: a linear map from conditioning tokens to colours. */
module org.nexusgen.decoder.preview {
  requires org.nexusgen.api;
  requires static org.jspecify;
  requires static org.osgi.annotation.bundle;
  requires static org.osgi.service.component.annotations;

  uses org.nexusgen.api.decode.Projector.Provider;
  uses org.nexusgen.api.engine.Engine;
  uses org.nexusgen.api.image.ImageFiles;
  uses org.nexusgen.api.image.ImageResizer;
  uses org.nexusgen.api.vision.VisionEncoder.Provider;
  uses org.nexusgen.api.weights.ModelLibrary;
  uses org.nexusgen.api.weights.TensorFiles;

  provides org.nexusgen.api.command.Subcommand with
      org.nexusgen.decoder.preview.PreviewCommand;
  provides org.nexusgen.api.decode.VisionDecoder.Provider with
      org.nexusgen.decoder.preview.PreviewGenerationDecoders,
      org.nexusgen.decoder.preview.PreviewEditingDecoders;
  provides org.nexusgen.api.train.FittedPart with
      org.nexusgen.decoder.preview.PreviewFitting;
}
