/** The CPU engine: runs graphs with ONNX Runtime through DJL. */
module org.nexusgen.engine.onnxruntime {
  requires org.nexusgen.api;
  requires org.nexusgen.graph;
  requires ai.djl.api;
  requires ai.djl.onnxruntime_engine;
  requires com.microsoft.onnxruntime;
  requires static org.jspecify;
  requires static org.osgi.annotation.bundle;
  requires static org.osgi.service.component.annotations;
}
