/** CLIP and T5 for custom negative prompts. */
module org.nexusgen.textencoders {
  requires ai.djl.tokenizers;
  requires org.nexusgen.api;
  requires org.nexusgen.graph;
  requires static org.jspecify;
  requires static org.osgi.annotation.bundle;
  requires static org.osgi.service.component.annotations;

  provides org.nexusgen.api.text.TextEncoder.Provider with
      org.nexusgen.textencoders.FluxTextEncoders;
}
