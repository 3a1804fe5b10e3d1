package org.nexusgen.engine.tensorrt.worker;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.engine.tensorrt.protocol.Binding;
import org.nexusgen.engine.tensorrt.protocol.Reply;
import org.nexusgen.engine.tensorrt.protocol.Request;

/** A plan that leaves its outputs on the device, and takes them there in later runs. */
final class DevicePlan implements LoadedPlan {
  private final NativeLayer.ResidentPlan plan;
  private final Map<String, Binding> bindings = new HashMap<>();

  DevicePlan(NativeLayer.ResidentPlan plan) {
    this.plan = plan;
    plan.bindings().forEach(binding -> bindings.put(binding.name(), binding));
  }

  @Override
  public List<Binding> bindings() {
    return plan.bindings();
  }

  @Override
  public List<Reply.Result> run(Request.Run run, Values values, HeldTensors held)
      throws IOException {
    Map<String, Shape> inputs = new HashMap<>();
    for (Request.Given given : run.inputs()) {
      Shape shape = given.fitting().planned();
      require(given.name(), given.dtype(), shape);
      inputs.put(given.name(), shape);
    }
    for (Request.Wanted wanted : run.outputs()) {
      require(wanted.name(), wanted.dtype());
    }
    Map<String, Shape> outputs = plan.reshape(inputs);
    try (DeviceRun memory = new DeviceRun(values, held)) {
      for (Request.Given given : run.inputs()) {
        memory.give(given);
      }
      for (Map.Entry<String, Shape> output : outputs.entrySet()) {
        memory.make(output.getKey(), binding(output.getKey()).bytes(output.getValue()));
      }
      run(memory, held);
      List<Reply.Result> results = new ArrayList<>();
      for (Request.Wanted wanted : run.outputs()) {
        Shape shape = outputs.get(wanted.name());
        if (shape == null) {
          throw new IllegalArgumentException("'%s' is no output".formatted(wanted.name()));
        }
        results.add(memory.take(wanted, shape));
      }
      return results;
    }
  }

  private void run(DeviceRun memory, HeldTensors held) throws IOException {
    try {
      plan.run(memory.bound());
    } catch (DeviceFullException e) {
      held.freeSpare(); // may be what is missing for its inside
      plan.run(memory.bound());
    }
  }

  private void require(String name, DType dtype, Shape shape) {
    Binding binding = require(name, dtype);
    if (!binding.admits(shape)) {
      throw new IllegalArgumentException(
          "binding '%s': got shape %s, the plan has %s".formatted(name, shape, binding));
    }
  }

  private Binding require(String name, DType dtype) {
    Binding binding = binding(name);
    if (binding.dtype() != dtype) {
      throw new IllegalArgumentException(
          "binding '%s': got %s, the plan has %s".formatted(name, dtype, binding.dtype()));
    }
    return binding;
  }

  private Binding binding(String name) {
    Binding binding = bindings.get(name);
    if (binding == null) {
      throw new IllegalArgumentException("the plan has no binding '%s'".formatted(name));
    }
    return binding;
  }

  @Override
  public void close() {
    plan.close();
  }
}
