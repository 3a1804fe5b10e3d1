package org.nexusgen.engine.tensorrt.worker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nexusgen.engine.tensorrt.protocol.Frame;
import org.nexusgen.engine.tensorrt.protocol.Reply;
import org.nexusgen.engine.tensorrt.protocol.Request;
import org.nexusgen.engine.tensorrt.protocol.Source;

/** Does what is asked, one request after another. */
final class Service {
  /**
   * Bytes of an output that goes with the answer; larger ones wait until they are fetched. Below it
   * a message is as fast as a copy through shared memory (docs/tensorrt.md).
   */
  static final int SMALL = 8 << 10;

  private final NativeLayer layer;
  private final NativeLayer.BuildListener listener;
  private final Map<Integer, LoadedPlan> plans = new HashMap<>();
  private final HeldTensors held = new HeldTensors();
  private final SharedMemory shared = new SharedMemory();

  Service(NativeLayer layer, NativeLayer.BuildListener listener) {
    this.layer = layer;
    this.listener = listener;
  }

  Reply answer(Request request) throws IOException {
    return switch (request) {
      case Request.Greet greet -> greet(greet);
      case Request.Build build -> {
        layer.build(build, listener);
        yield new Reply.Done();
      }
      case Request.Load load -> {
        LoadedPlan plan = new LoadedPlan(layer.load(Path.of(load.file())));
        plans.put(load.plan(), plan);
        yield new Reply.Loaded(plan.bindings());
      }
      case Request.Unload unload -> {
        LoadedPlan plan = plans.remove(unload.plan());
        if (plan != null) {
          plan.close();
        }
        yield new Reply.Done();
      }
      case Request.Run run -> run(run);
      case Request.Fetch fetch -> {
        shared.at(fetch.into()).put(held.get(fetch.handle()));
        yield new Reply.Done();
      }
      case Request.Free free -> {
        held.free(free.handles());
        yield new Reply.Done();
      }
      case Request.Share share -> {
        shared.map(share.block(), Path.of(share.file()), share.length());
        yield new Reply.Done();
      }
      case Request.Stop stop -> new Reply.Done();
    };
  }

  private Reply greet(Request.Greet greet) throws IOException {
    if (greet.version() != Frame.VERSION) {
      throw new IOException(
          "protocol: got version %d, wants %d: the worker's jars are of another release"
              .formatted(greet.version(), Frame.VERSION));
    }
    return layer.open(greet.device());
  }

  private Reply run(Request.Run run) throws IOException {
    held.free(run.freed());
    LoadedPlan plan = plans.get(run.plan());
    if (plan == null) {
      throw new IOException("plan %d is not loaded".formatted(run.plan()));
    }
    for (Request.Given input : run.inputs()) {
      plan.give(input.name(), input.dtype(), input.fitting(), bytes(input.source()));
    }
    plan.run();
    List<Reply.Result> results = new ArrayList<>();
    for (Request.Wanted output : run.outputs()) {
      int bytes =
          Math.toIntExact(
              Math.multiplyExact(
                  output.fitting().real().elements(), (long) output.dtype().bytes()));
      if (bytes <= SMALL) {
        ByteBuffer inline = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        plan.take(output.name(), output.dtype(), output.fitting(), inline);
        results.add(new Reply.Result(0, Optional.of(inline)));
      } else {
        long handle = held.take(bytes);
        plan.take(output.name(), output.dtype(), output.fitting(), held.get(handle));
        results.add(new Reply.Result(handle, Optional.empty()));
      }
    }
    return new Reply.Ran(results);
  }

  private ByteBuffer bytes(Source source) {
    return switch (source) {
      case Source.Inline inline -> inline.bytes();
      case Source.Shared place -> shared.at(place);
      case Source.Held tensor -> held.get(tensor.handle());
    };
  }
}
