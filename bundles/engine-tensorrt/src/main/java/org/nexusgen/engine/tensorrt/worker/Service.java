package org.nexusgen.engine.tensorrt.worker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.nexusgen.engine.tensorrt.protocol.Frame;
import org.nexusgen.engine.tensorrt.protocol.Reply;
import org.nexusgen.engine.tensorrt.protocol.Request;
import org.nexusgen.engine.tensorrt.protocol.Source;

/** Does what is asked, one request after another. */
final class Service {
  private final NativeLayer layer;
  private final NativeLayer.BuildListener listener;
  private final Map<Integer, LoadedPlan> plans = new HashMap<>();
  private final HeldTensors held;
  private final SharedMemory shared = new SharedMemory();

  Service(NativeLayer layer, NativeLayer.BuildListener listener) {
    this.layer = layer;
    this.listener = listener;
    this.held = new HeldTensors(layer);
  }

  Reply answer(Request request) throws IOException {
    NativeWords.forget();
    return switch (request) {
      case Request.Greet greet -> greet(greet);
      case Request.Build build -> {
        held.freeSpare();
        layer.build(build, listener);
        yield new Reply.Done();
      }
      case Request.Refit refit -> {
        held.freeSpare();
        layer.refit(refit, listener);
        yield new Reply.Done();
      }
      case Request.Load load -> {
        held.freeSpare();
        Path file = Path.of(load.file());
        LoadedPlan plan =
            LoadedPlan.of(
                load.weightBytes() == Request.Load.ALL
                    ? layer.load(file)
                    : layer.load(file, load.weightBytes()));
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
        held.fetch(fetch.handle(), shared.at(fetch.into()));
        yield new Reply.Done();
      }
      case Request.Free free -> {
        held.free(free.handles());
        if (held.isEmpty()) {
          held.freeSpare(); // nobody will ask for more of the same
        }
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
    return layer.open();
  }

  private Reply run(Request.Run run) throws IOException {
    held.free(run.freed());
    LoadedPlan plan = plans.get(run.plan());
    if (plan == null) {
      throw new IOException("plan %d is not loaded".formatted(run.plan()));
    }
    return new Reply.Ran(plan.run(run, this::bytes, held));
  }

  private ByteBuffer bytes(Source source) throws IOException {
    return switch (source) {
      case Source.Inline inline -> inline.bytes();
      case Source.Shared place -> shared.at(place);
      case Source.Held tensor -> held.get(tensor.handle());
    };
  }
}
