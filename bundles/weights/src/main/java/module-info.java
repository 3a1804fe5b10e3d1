/** Checkpoint files as named tensors: safetensors, shard index, torch zip files, key layouts. */
module org.nexusgen.weights {
  requires org.nexusgen.api;
  requires com.fasterxml.jackson.core;
  requires static org.jspecify;
  requires static org.osgi.annotation.bundle;
  requires static org.osgi.service.component.annotations;

  provides org.nexusgen.api.weights.AdapterFiles with
      org.nexusgen.weights.PeftAdapterFiles;
  provides org.nexusgen.api.weights.ModelLibrary with
      org.nexusgen.weights.NexusGenModelLibrary;
  provides org.nexusgen.api.weights.ModelWriter with
      org.nexusgen.weights.NexusGenModelWriter;
  provides org.nexusgen.api.weights.TensorFiles with
      org.nexusgen.weights.SafetensorsTensorFiles;
}
