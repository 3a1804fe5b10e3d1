package org.nexusgen.weights.torch;

/** A small PyTorch file with a bit of everything. */
public final class TorchSample {
  private TorchSample() {}

  /** Three storages and five tensors: whole, offset, transposed, a parameter, float8. */
  public static byte[] file() {
    byte[] pickle =
        TestPickle.start()
            .orderedDict()
            .op('(')
            .text("adapter.0.weight")
            .tensor("FloatStorage", "0", 12, 0, new long[] {3, 4}, 4, 1)
            .text("adapter.0.bias")
            .tensor("FloatStorage", "0", 12, 8, new long[] {4}, 1)
            .text("pipe.dit.x_embedder.weight")
            .tensor("HalfStorage", "1", 6, 0, new long[] {3, 2}, 1, 3)
            .text("pipe.dit.x_embedder.bias")
            .global("torch._utils", "_rebuild_parameter")
            .tensor("HalfStorage", "1", 6, 0, new long[] {6}, 1)
            .raw(0x88)
            .orderedDict()
            .raw(0x87, 'R')
            .text("pipe.dit.blocks.0.ff_a.0.bias")
            .tensor3("float8_e4m3fn", "2", 8, 2, 4)
            .op('u')
            .raw('}', 'b')
            .end();
    return TestZip.torch(pickle, new byte[48], new byte[12], new byte[8]).zip64().bytes();
  }
}
