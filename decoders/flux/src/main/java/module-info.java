/** The FLUX vision decoder: diffusion transformer and autoencoder. */
module org.nexusgen.decoder.flux {
  requires org.nexusgen.api;
  requires org.nexusgen.graph;
  requires static org.jspecify;
  requires static org.osgi.annotation.bundle;
  requires static org.osgi.service.component.annotations;

  uses org.nexusgen.api.sampling.NoiseSource;

  provides org.nexusgen.api.decode.VisionDecoder.Provider with
      org.nexusgen.decoder.flux.FluxGenerationDecoders,
      org.nexusgen.decoder.flux.FluxEditingDecoders;
  provides org.nexusgen.api.train.TrainableVisionDecoder.Provider with
      org.nexusgen.decoder.flux.FluxTrainableGenerationDecoders,
      org.nexusgen.decoder.flux.FluxTrainableEditingDecoders;
  provides org.nexusgen.api.train.TrainableAutoencoder.Provider with
      org.nexusgen.decoder.flux.FluxTrainableAutoencoders;
}
