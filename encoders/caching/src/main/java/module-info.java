/** A vision encoder that remembers what another one made of a picture. */
module org.nexusgen.encoder.caching {
  requires org.nexusgen.api;
  requires static org.jspecify;
  requires static org.osgi.annotation.bundle;
  requires static org.osgi.service.component.annotations;
  requires static org.osgi.service.metatype.annotations;

  uses org.nexusgen.api.vision.VisionEncoder.Provider;

  provides org.nexusgen.api.vision.VisionEncoder.Provider with
      org.nexusgen.encoder.caching.CachingVisionEncoders;
}
