/** Text to ids and back through tokenizer.json, and the chat template of a model folder. */
module org.nexusgen.tokenizer {
  requires org.nexusgen.api;
  requires ai.djl.tokenizers;
  requires com.fasterxml.jackson.databind;
  requires static org.jspecify;
  requires static org.osgi.annotation.bundle;
  requires static org.osgi.service.component.annotations;
}
