package org.nexusgen.engine.tensorrt.worker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.nexusgen.engine.tensorrt.protocol.Binding;
import org.nexusgen.engine.tensorrt.protocol.Reply;
import org.nexusgen.engine.tensorrt.protocol.Request;
import org.nexusgen.engine.tensorrt.protocol.Source;

/** A plan on the device that takes what requests give. */
interface LoadedPlan extends AutoCloseable {
  /**
   * Bytes of an output that goes with the answer; larger ones wait until they are fetched. Below it
   * a message is as fast as a copy through shared memory (docs/tensorrt.md).
   */
  int SMALL = 8 << 10;

  static LoadedPlan of(NativeLayer.Plan plan) throws IOException {
    try {
      return switch (plan) {
        case NativeLayer.CopyingPlan copying -> new CopiedPlan(copying);
        case NativeLayer.ResidentPlan resident -> new DevicePlan(resident);
      };
    } catch (IOException e) {
      plan.close();
      throw e;
    }
  }

  /** All that it takes and gives. */
  List<Binding> bindings();

  /** Finds the values of an input in this process. */
  @FunctionalInterface
  interface Values {
    ByteBuffer of(Source source) throws IOException;
  }

  /**
   * Runs it.
   *
   * @param held where inputs may be, and outputs go
   * @return a result for each output that was wanted, in order
   */
  List<Reply.Result> run(Request.Run run, Values values, HeldTensors held) throws IOException;

  @Override
  void close();
}
