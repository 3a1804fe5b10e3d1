/** The CPU engine: runs graphs with ONNX Runtime. */
module org.nexusgen.engine.onnxruntime {
  requires com.microsoft.onnxruntime;
  requires org.nexusgen.api;
  requires org.nexusgen.graph;
  requires org.slf4j;
  requires static org.jspecify;
  requires static org.osgi.annotation.bundle;
  requires static org.osgi.service.component.annotations;

  provides org.nexusgen.api.engine.Engine with
      org.nexusgen.engine.onnxruntime.OnnxRuntimeEngine;
}
