package org.nexusgen.engine.onnxruntime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtSession;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.engine.RunResult;
import org.nexusgen.api.tensor.ResidentTensor;
import org.nexusgen.api.tensor.Tensor;

/** The outputs of one run, in ONNX Runtime's memory. */
final class OnnxRunResult implements RunResult {
  private final Map<String, OnnxResidentTensor> outputs = new LinkedHashMap<>();
  private final Set<String> kept = new HashSet<>();

  /** Takes every value of the result over. */
  OnnxRunResult(OrtSession.Result result) {
    for (Map.Entry<String, OnnxValue> output : result) {
      outputs.put(output.getKey(), new OnnxResidentTensor((OnnxTensor) output.getValue()));
    }
  }

  @Override
  public Tensor tensor(String name) {
    return output(name).toHost();
  }

  @Override
  public ResidentTensor keep(String name) {
    ResidentTensor output = output(name);
    kept.add(name);
    return output;
  }

  private OnnxResidentTensor output(String name) {
    OnnxResidentTensor output = outputs.get(name);
    if (output == null) {
      throw new NexusGenException("no output '" + name + "': there are " + outputs.keySet());
    }
    return output;
  }

  @Override
  public void close() {
    outputs.forEach(
        (name, output) -> {
          if (!kept.contains(name)) {
            output.close();
          }
        });
  }
}
