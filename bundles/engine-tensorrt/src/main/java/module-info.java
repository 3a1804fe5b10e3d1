/** The GPU engine: runs graphs with TensorRT 8.6 in a process of its own. */
module org.nexusgen.engine.tensorrt {
  requires org.nexusgen.api;
  requires org.nexusgen.graph;
  requires static org.jspecify;
  requires static org.osgi.annotation.bundle;
  requires static org.osgi.service.component.annotations;
  requires static org.osgi.service.metatype.annotations;

  provides org.nexusgen.api.engine.Engine with
      org.nexusgen.engine.tensorrt.TensorrtEngine;
}
