package org.nexusgen.engine.pytorch;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.engine.RunResult;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.ResidentTensor;
import org.nexusgen.api.tensor.Tensor;

/** The outputs of one run, in PyTorch's memory. */
final class TorchRunResult implements RunResult {
  private final PtNDManager manager;
  private final Map<String, PtNDArray> outputs = new LinkedHashMap<>();

  /** Takes the manager and every array over. */
  TorchRunResult(Graph graph, PtNDManager manager, PtNDArray... arrays) {
    this.manager = manager;
    for (int i = 0; i < arrays.length; i++) {
      outputs.put(graph.outputs().get(i).name(), arrays[i]);
    }
  }

  @Override
  public Tensor tensor(String name) {
    return Torch.tensor(output(name));
  }

  @Override
  public ResidentTensor keep(String name) {
    PtNDArray output = output(name);
    output.detach();
    return new TorchResidentTensor(output);
  }

  private PtNDArray output(String name) {
    PtNDArray output = outputs.get(name);
    if (output == null) {
      throw new NexusGenException("no output '" + name + "': there are " + outputs.keySet());
    }
    return output;
  }

  @Override
  public void close() {
    manager.close();
  }
}
