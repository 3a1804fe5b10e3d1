/**
 * The figure of the paper as Java types: every part's interface, and nothing that implements one.
 */
module org.nexusgen.api {
  requires static org.jspecify;
  requires static org.osgi.annotation.bundle;
  requires static org.osgi.annotation.versioning;

  exports org.nexusgen.api;
  exports org.nexusgen.api.artifact;
  exports org.nexusgen.api.backbone;
  exports org.nexusgen.api.command;
  exports org.nexusgen.api.config;
  exports org.nexusgen.api.decode;
  exports org.nexusgen.api.engine;
  exports org.nexusgen.api.graph;
  exports org.nexusgen.api.image;
  exports org.nexusgen.api.message;
  exports org.nexusgen.api.observe;
  exports org.nexusgen.api.sampling;
  exports org.nexusgen.api.tensor;
  exports org.nexusgen.api.text;
  exports org.nexusgen.api.train;
  exports org.nexusgen.api.vision;
  exports org.nexusgen.api.weights;

  uses org.nexusgen.api.NexusGenFactory;
  uses org.nexusgen.api.image.ImageFiles;
}
