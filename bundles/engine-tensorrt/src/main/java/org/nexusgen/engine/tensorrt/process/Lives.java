package org.nexusgen.engine.tensorrt.process;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.nexusgen.api.Cancellation;
import org.nexusgen.engine.tensorrt.protocol.Binding;
import org.nexusgen.engine.tensorrt.protocol.Frame;
import org.nexusgen.engine.tensorrt.protocol.Reply;
import org.nexusgen.engine.tensorrt.protocol.Request;

/** The worker's lives, one after another: a new one begins with a request that finds none. */
final class Lives {
  /** What one life of the worker knows. */
  static final class Life {
    private static final float USUAL_LOAD = 0.75f;

    final WorkerProcess process;
    final SharedBlocks shared;
    // In order of their last use.
    final LinkedHashMap<StoredPlan, Plan> plans = new LinkedHashMap<>(16, USUAL_LOAD, true);
    private final List<Long> freed = new ArrayList<>();
    private final Launch how;
    private final Limits limits;
    private Reply.Welcome welcome;
    private final AtomicInteger held = new AtomicInteger();
    private int lastPlan;
    private long leftBehind;
    private boolean hasRun;

    /**
     * A plan that this life has on the device.
     *
     * @param number by which requests call it
     */
    record Plan(int number, List<Binding> bindings) {}

    Life(WorkerProcess process, Launch how, Limits limits) {
      this.process = process;
      this.how = how;
      this.limits = limits;
      this.welcome = answer();
      this.shared =
          new SharedBlocks(
              share ->
                  process.ask("sharing memory", share, limits.load(), p -> {}, new Cancellation()));
    }

    Reply.Welcome welcome() {
      return welcome;
    }

    /** Asks once more what there is. */
    void greet() {
      welcome = answer();
    }

    private Reply.Welcome answer() {
      Request.Greet greet = new Request.Greet(Frame.VERSION, how.layer());
      Reply reply =
          process.ask("greeting the worker", greet, limits.start(), p -> {}, new Cancellation());
      if (reply instanceof Reply.Welcome answer && answer.version() == Frame.VERSION) {
        return answer;
      }
      throw new IllegalStateException("the worker answers a greeting with " + reply);
    }

    int nextPlan() {
      return ++lastPlan;
    }

    /** A tensor stays in the worker until it is freed. */
    void hold() {
      held.incrementAndGet();
    }

    /**
     * A plan of so many bytes was taken from the device.
     *
     * @return whether this life should end: too much was left behind, and nothing would be lost
     */
    boolean isSpent(long bytes) {
      leftBehind += bytes;
      return held.get() == 0 && leftBehind > limits.leftBehind() * welcome.totalBytes();
    }

    /**
     * Runs something, and frees what nobody needs any more.
     *
     * @param run what to ask, given the tensors to free
     */
    Reply run(String task, Function<List<Long>, Request> run) {
      hasRun = true;
      return process.ask(task, run.apply(takeFreed()), limits.run(), p -> {}, new Cancellation());
    }

    /** Frees what nobody needs any more, so that there is room for something else. */
    void tidy() {
      List<Long> handles = takeFreed();
      if (hasRun || !handles.isEmpty()) {
        hasRun = false;
        Request.Free free = new Request.Free(handles);
        process.ask("freeing tensors", free, limits.load(), p -> {}, new Cancellation());
      }
    }

    /** Told to the worker with the next run, or when it is quiet. */
    void free(long handle) {
      held.decrementAndGet();
      synchronized (freed) {
        freed.add(handle);
      }
    }

    private List<Long> takeFreed() {
      synchronized (freed) {
        List<Long> taken = List.copyOf(freed);
        freed.clear();
        return taken;
      }
    }
  }

  private final Supplier<Launch> launch;
  private final Limits limits;
  private @Nullable Life current;

  Lives(Supplier<Launch> launch, Limits limits) {
    this.launch = launch;
    this.limits = limits;
  }

  /** The running one; empty if there is none. */
  Optional<Life> running() {
    return Optional.ofNullable(current).filter(life -> life.process.isUsable());
  }

  /** The running one, or a new one. */
  Life get() {
    return running().orElseGet(this::begin);
  }

  private Life begin() {
    end();
    Life life = apart();
    current = life;
    return life;
  }

  /** One that is not the running one; whoever asked ends it. */
  Life apart() {
    Launch how = launch.get();
    WorkerProcess process = WorkerProcess.start(how, limits);
    try {
      return new Life(process, how, limits);
    } catch (RuntimeException e) {
      process.close();
      throw e;
    }
  }

  /** Ends the running one. */
  void end() {
    Life life = current;
    current = null;
    if (life != null) {
      life.process.close();
    }
  }
}
