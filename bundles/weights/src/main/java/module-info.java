/** Checkpoint files as named tensors: safetensors, shard index, torch zip files, key layouts. */
module org.nexusgen.weights {
  requires org.nexusgen.api;
  requires com.fasterxml.jackson.core;
  requires com.fasterxml.jackson.databind;
  requires static org.jspecify;
  requires static org.osgi.annotation.bundle;
  requires static org.osgi.service.component.annotations;
}
