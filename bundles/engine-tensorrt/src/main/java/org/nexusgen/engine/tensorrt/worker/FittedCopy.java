package org.nexusgen.engine.tensorrt.worker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.engine.tensorrt.protocol.Axis;
import org.nexusgen.engine.tensorrt.protocol.Fitting;

/**
 * Copies between a tensor of real size and one of planned size.
 *
 * @param fitting how the one lies in the other
 * @param width bytes of an element
 */
record FittedCopy(Fitting fitting, int width) {
  /** Copies what lies together in both. */
  private interface Run<E extends Exception> {
    void copy(int real, int planned, int bytes) throws E;
  }

  /** Fills the planned tensor: real values, and padding. */
  void in(ByteBuffer real, ByteBuffer planned, DType dtype) {
    if (fitting.isExact()) {
      planned.duplicate().put(real.duplicate());
      return;
    }
    pad(planned.duplicate().order(ByteOrder.LITTLE_ENDIAN), dtype);
    each((from, to, bytes) -> planned.put(to, real, from, bytes));
  }

  /** Takes the real values out of the planned tensor. */
  void out(ByteBuffer planned, ByteBuffer real) {
    each((to, from, bytes) -> real.put(to, planned, from, bytes));
  }

  /** The same on the device. */
  void out(DeviceMemory planned, DeviceMemory real) throws IOException {
    each((to, from, bytes) -> real.copy(to, planned, from, bytes));
  }

  private <E extends Exception> void each(Run<E> run) throws E {
    int exact = fitting.axes().size();
    int block = width;
    while (exact > 0 && fitting.axes().get(exact - 1).isExact()) {
      exact--;
      block = Math.multiplyExact(block, (int) fitting.axes().get(exact).real());
    }
    copy(fitting.axes().subList(0, exact), 0, 0, block, run);
  }

  // Everything inside of the last axis that grew is one block of bytes.
  private <E extends Exception> void copy(
      List<Axis> axes, int real, int planned, int block, Run<E> run) throws E {
    if (block == 0) {
      return;
    }
    if (axes.isEmpty()) {
      run.copy(real, planned, block);
      return;
    }
    List<Axis> inner = axes.subList(1, axes.size());
    int realSize = block;
    int plannedSize = block;
    for (Axis axis : inner) {
      realSize = Math.multiplyExact(realSize, (int) axis.real());
      plannedSize = Math.multiplyExact(plannedSize, (int) axis.planned());
    }
    int to = planned;
    int from = real;
    for (Axis.Part part : axes.getFirst().parts()) {
      if (inner.isEmpty()) {
        run.copy(from, to, part.real() * block);
      } else {
        for (int i = 0; i < part.real(); i++) {
          copy(inner, from + i * realSize, to + i * plannedSize, block, run);
        }
      }
      from += part.real() * realSize;
      to += part.planned() * plannedSize;
    }
  }

  /** Writes {@code seen} everywhere, and {@code hidden} into the new places of the last axis. */
  private void pad(ByteBuffer planned, DType dtype) {
    byte[] row = row(dtype);
    while (planned.hasRemaining()) {
      planned.put(row, 0, Math.min(row.length, planned.remaining()));
    }
    if (fitting.hidden() == fitting.seen()) {
      return;
    }
    // New rows look everywhere; what real rows must not see is written with them.
    Axis last = fitting.axes().getLast();
    byte[] hidden = element(dtype, fitting.hidden());
    Fitting rows = new Fitting(whole(fitting.axes(), last), 0, 0);
    new FittedCopy(rows, width)
        .each(
            (from, to, bytes) -> {
              for (int at = to; at < to + bytes; at += width) {
                planned.put(at, hidden);
              }
            });
  }

  /** The same axes with all of the last one. */
  private static List<Axis> whole(List<Axis> axes, Axis last) {
    List<Axis> rows = new java.util.ArrayList<>(axes.subList(0, axes.size() - 1));
    rows.add(Axis.exact(Math.toIntExact(last.planned())));
    return rows;
  }

  private static final int ROW = 1 << 12;

  private byte[] row(DType dtype) {
    byte[] element = element(dtype, fitting.seen());
    byte[] row = new byte[ROW / width * width];
    for (int i = 0; i < row.length; i++) {
      row[i] = element[i % width];
    }
    return row;
  }

  private byte[] element(DType dtype, double value) {
    ByteBuffer element = ByteBuffer.allocate(width).order(ByteOrder.LITTLE_ENDIAN);
    switch (dtype) {
      case F32 -> element.putFloat(0, (float) value);
      case I32 -> element.putInt(0, (int) value);
      case BOOL, I8 -> element.put(0, (byte) value);
      case F64, F16, BF16, F8E4M3, I64, I16, U8 -> {
        if (value != 0) {
          throw new IllegalArgumentException(
              "padding of %s: got %s, wants 0".formatted(dtype, value));
        }
      }
    }
    return element.array();
  }
}
