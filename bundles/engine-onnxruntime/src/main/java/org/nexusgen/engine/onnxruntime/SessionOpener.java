package org.nexusgen.engine.onnxruntime;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.engine.GraphSession;
import org.nexusgen.api.engine.SessionSettings;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.weights.WeightStore;
import org.nexusgen.graph.onnx.OnnxWriter;

/**
 * The way from a graph and its weights to a session.
 *
 * @param cache of weights in the engine's formats
 */
record SessionOpener(WeightCache cache) {
  private static final String WEIGHTS_FOLDER =
      "session.model_external_initializers_file_folder_path";

  GraphSession open(Graph graph, WeightStore store, SessionSettings settings) {
    Refusal.check(graph);
    EngineGraph own = EngineGraph.of(graph, settings);
    BoundWeights weights = BoundWeights.bind(graph, own, store, cache.heardBy(settings.caches()));
    byte[] model = OnnxWriter.write(own.graph(), weight -> weights.location(weight.name()));
    // Before the options: they, too, load the native library, and not from where it lies unpacked.
    OrtEnvironment environment = NativeRuntime.environment();
    try (OrtSession.SessionOptions options = Options.of(settings)) {
      options.addConfigEntry(WEIGHTS_FOLDER, weights.folder().toString());
      return new OnnxGraphSession(graph, environment.createSession(model, options));
    } catch (OrtException e) {
      throw new NexusGenException(
          "engine onnxruntime cannot run graph '%s': %s".formatted(graph.name(), e.getMessage()),
          e);
    }
  }
}
