/** An outsider's parts: a sampler and a decoder. */
module com.example.nexusgen {
  requires org.nexusgen.api;
  requires static org.osgi.service.component.annotations;

  provides org.nexusgen.api.decode.VisionDecoder.Provider with
      com.example.nexusgen.CheckerboardDecoders;
  provides org.nexusgen.api.sampling.DiffusionSampler with
      com.example.nexusgen.MidpointSampler;
}
