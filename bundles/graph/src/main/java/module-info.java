/** The one definition of a network: typed values, standard ONNX operators and layers. */
module org.nexusgen.graph {
  requires transitive org.nexusgen.api;
  requires static org.jspecify;
  requires static org.osgi.annotation.bundle;
  requires static org.osgi.annotation.versioning;
  requires static org.osgi.service.component.annotations;

  exports org.nexusgen.graph;
  exports org.nexusgen.graph.nn;
  exports org.nexusgen.graph.onnx;
}
