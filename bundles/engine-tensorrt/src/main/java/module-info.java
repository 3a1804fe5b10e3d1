/** The GPU engines: run graphs with TensorRT 8.6 or 11 in a process of its own. */
@SuppressWarnings("module") // what is exported goes to a module that only the worker has
module org.nexusgen.engine.tensorrt {
  requires org.nexusgen.api;
  requires org.nexusgen.graph;
  requires org.slf4j;
  // On the worker's class path; this process never loads them.
  requires static ai.djl.api;
  requires static com.sun.jna;
  requires static org.bytedeco.javacpp;
  requires static org.bytedeco.tensorrt;
  requires static ai.djl.tensorrt;
  requires static org.jspecify;
  requires static org.osgi.annotation.bundle;
  requires static org.osgi.service.component.annotations;
  requires static org.osgi.service.metatype.annotations;

  exports org.nexusgen.engine.tensorrt.protocol to
      org.nexusgen.engine.tensorrt11;
  exports org.nexusgen.engine.tensorrt.worker to
      org.nexusgen.engine.tensorrt11;

  uses org.nexusgen.engine.tensorrt.worker.NativeLayer;

  provides org.nexusgen.api.engine.Engine with
      org.nexusgen.engine.tensorrt.TensorrtEngine,
      org.nexusgen.engine.tensorrt.Tensorrt11Engine;
  provides org.nexusgen.engine.tensorrt.worker.NativeLayer with
      org.nexusgen.engine.tensorrt.worker.DjlLayer;
}
