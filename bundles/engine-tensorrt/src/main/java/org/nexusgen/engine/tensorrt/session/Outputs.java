package org.nexusgen.engine.tensorrt.session;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.engine.RunResult;
import org.nexusgen.api.tensor.ResidentTensor;
import org.nexusgen.api.tensor.Tensor;

/** The outputs of one run, in the worker or come with its answer. */
final class Outputs implements RunResult {
  private final Map<String, ResidentTensor> outputs;
  private final Set<String> kept = new HashSet<>();

  Outputs(Map<String, ResidentTensor> outputs) {
    this.outputs = Map.copyOf(outputs);
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

  private ResidentTensor output(String name) {
    ResidentTensor output = outputs.get(name);
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
