/** Chooses tokens from scores: repetition penalty, temperature, top-k, top-p. */
module org.nexusgen.sampler.token {
  requires org.nexusgen.api;
  requires static org.jspecify;
  requires static org.osgi.service.component.annotations;

  provides org.nexusgen.api.backbone.TokenSampler with
      org.nexusgen.sampler.token.StandardTokenSampler;
}
