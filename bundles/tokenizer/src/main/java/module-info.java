/** Text to ids and back through tokenizer.json, and the chat template of a model folder. */
module org.nexusgen.tokenizer {
  requires ai.djl.api;
  requires ai.djl.tokenizers;
  requires com.fasterxml.jackson.core;
  requires jinjava;
  requires org.nexusgen.api;
  // What DJL and Jinjava use without being able to say so: they have no module descriptor.
  requires com.fasterxml.jackson.databind;
  requires com.fasterxml.jackson.dataformat.yaml;
  requires com.fasterxml.jackson.datatype.jdk8;
  requires com.google.gson;
  requires org.apache.commons.lang3;
  requires org.slf4j;
  requires static org.jspecify;
  requires static org.osgi.annotation.bundle;
  requires static org.osgi.service.component.annotations;

  provides org.nexusgen.api.text.Tokenizer.Provider with
      org.nexusgen.tokenizer.HfTokenizers;
}
