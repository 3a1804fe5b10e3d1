package org.nexusgen.engine.pytorch;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDList;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;

/** A loaded script: a function of a list of tensors. */
final class TorchProgram implements AutoCloseable {
  /** Tells DJL to put all arrays into one list, the function's only argument. */
  private static final String LIST = "t[]";

  private final String graph;
  private final PtSymbolBlock block;

  private TorchProgram(String graph, PtSymbolBlock block) {
    this.graph = graph;
    this.block = block;
  }

  /**
   * @param graph for messages
   * @param methods of the script
   */
  static TorchProgram load(PtNDManager manager, String graph, String methods) {
    try {
      var archive = new ByteArrayInputStream(TorchArchive.of(methods));
      return new TorchProgram(graph, JniUtils.loadModule(manager, archive, false, false));
    } catch (EngineException e) {
      throw TorchFailure.exception(graph, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs {@code forward} without gradients; the results belong to the manager. */
  PtNDArray[] run(PtNDManager manager, List<PtNDArray> arrays) {
    try (IValue list = IValue.listFrom(arrays.toArray(PtNDArray[]::new));
        IValue result = block.forward(list)) {
      return result.toTensorArray(manager);
    } catch (EngineException e) {
      throw TorchFailure.exception(graph, e);
    }
  }

  /**
   * Runs a function of tensors and numbers without gradients.
   *
   * @return its one number
   */
  double number(String function, List<PtNDArray> arrays, double... numbers) {
    try (IValue list = IValue.listFrom(arrays.toArray(PtNDArray[]::new));
        IValue scalars = IValue.listFrom(numbers);
        IValue result = IValueUtils.runMethod(block, function, list, scalars)) {
      return result.toDouble();
    } catch (EngineException e) {
      throw TorchFailure.exception(graph, e);
    }
  }

  /**
   * Runs {@code forward} so that it can ask for gradients.
   *
   * @param arrays the first of them lives in the manager that shall own the results
   * @throws OutOfMemoryError if PyTorch gets no memory
   */
  PtNDArray[] runWithGradients(List<PtNDArray> arrays) {
    NDList list = new NDList(arrays.size());
    for (PtNDArray array : arrays) {
      array.setName(LIST);
      list.add(array);
    }
    boolean before = JniUtils.isGradMode();
    JniUtils.setGradMode(true);
    try {
      return IValueUtils.forward(block, list, true).stream()
          .map(PtNDArray.class::cast)
          .toArray(PtNDArray[]::new);
    } catch (EngineException e) {
      if (TorchFailure.of(e).isMemory()) { // as Java says it, so that one remedy serves both
        throw new OutOfMemoryError(TorchFailure.exception(graph, e).getMessage());
      }
      throw TorchFailure.exception(graph, e);
    } finally {
      JniUtils.setGradMode(before);
    }
  }

  static List<PtNDArray> joined(List<PtNDArray> first, List<PtNDArray> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }

  @Override
  public void close() {
    block.close();
  }
}
