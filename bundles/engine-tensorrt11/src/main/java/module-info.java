/** What the worker process of the engine {@code tensorrt11} loads. */
@SuppressWarnings("module") // the digits are TensorRT's release
module org.nexusgen.engine.tensorrt11 {
  requires org.nexusgen.api;
  requires org.nexusgen.engine.tensorrt;
  requires static com.sun.jna;
  requires static org.bytedeco.cuda;
  requires static org.bytedeco.javacpp;
  requires static org.bytedeco.tensorrt;
  requires static org.jspecify;

  provides org.nexusgen.engine.tensorrt.worker.NativeLayer with
      org.nexusgen.engine.tensorrt11.Tensorrt11Layer;
}
