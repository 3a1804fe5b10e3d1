package org.nexusgen.engine.tensorrt.process;

import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.ResidentTensor;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.api.tensor.Tensor;

/** A tensor that stayed in the worker. Lost when that life of the worker ends. */
public final class WorkerTensor implements ResidentTensor {
  private final Device device;
  private final Lives.Life life;
  private final long handle;
  private final DType dtype;
  private final Shape shape;
  private boolean closed;

  WorkerTensor(Device device, Lives.Life life, long handle, DType dtype, Shape shape) {
    this.device = device;
    this.life = life;
    this.handle = handle;
    this.dtype = dtype;
    this.shape = shape;
    life.hold();
  }

  Lives.Life life() {
    return life;
  }

  synchronized long handle() {
    if (closed) {
      throw new IllegalStateException("tensor %s %s was closed".formatted(dtype, shape));
    }
    return handle;
  }

  @Override
  public DType dtype() {
    return dtype;
  }

  @Override
  public Shape shape() {
    return shape;
  }

  @Override
  public Tensor toHost() {
    return device.fetch(this);
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      life.free(handle);
    }
  }
}
