package org.nexusgen.engine.onnxruntime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.engine.GraphSession;
import org.nexusgen.api.engine.RunResult;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.Operand;
import org.nexusgen.api.tensor.ResidentTensor;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.graph.InputCheck;

/** One ONNX Runtime session. Closing waits for runs to end. */
final class OnnxGraphSession implements GraphSession {
  private final String graphName;
  private final InputCheck inputCheck;
  private final OrtSession session;
  private final ReadWriteLock life = new ReentrantReadWriteLock();
  private boolean closed;

  OnnxGraphSession(Graph graph, OrtSession session) {
    this.graphName = graph.name();
    this.inputCheck = new InputCheck(graph);
    this.session = session;
  }

  @Override
  public RunResult run(Map<String, ? extends Operand> inputs) {
    inputCheck.check(inputs);
    life.readLock().lock();
    List<OnnxTensor> own = new ArrayList<>();
    try {
      if (closed) {
        throw new NexusGenException("graph '" + graphName + "' was closed");
      }
      Map<String, OnnxTensor> values = new LinkedHashMap<>();
      for (Map.Entry<String, ? extends Operand> input : inputs.entrySet()) {
        values.put(input.getKey(), value(input.getValue(), own));
      }
      return new OnnxRunResult(session.run(values));
    } catch (OrtException e) {
      throw new NexusGenException(
          NativeFailure.sentence(graphName, String.valueOf(e.getMessage())), e);
    } finally {
      own.forEach(OnnxTensor::close);
      life.readLock().unlock();
    }
  }

  private OnnxTensor value(Operand operand, List<OnnxTensor> own) throws OrtException {
    return switch (operand) {
      case Tensor tensor -> {
        OnnxTensor value =
            OnnxTensor.createTensor(
                NativeRuntime.environment(),
                direct(tensor.bytes()),
                tensor.shape().toArray(),
                OnnxTypes.of(tensor.dtype()));
        own.add(value);
        yield value;
      }
      case OnnxResidentTensor resident -> resident.value();
      case ResidentTensor foreign ->
          throw new NexusGenException(
              "graph '%s': a tensor of another engine was given: %s"
                  .formatted(graphName, foreign.getClass().getName()));
    };
  }

  // ONNX Runtime reads direct memory in place; of heap memory it takes typed buffers only.
  private static ByteBuffer direct(ByteBuffer bytes) {
    return bytes.isDirect()
        ? bytes
        : ByteBuffer.allocateDirect(bytes.remaining()).order(bytes.order()).put(bytes).flip();
  }

  @Override
  public void close() {
    life.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        session.close();
      }
    } catch (OrtException e) {
      throw new NexusGenException("graph '" + graphName + "' could not be closed", e);
    } finally {
      life.writeLock().unlock();
    }
  }
}
