package org.nexusgen.engine.tensorrt.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Operand;
import org.nexusgen.api.tensor.ResidentTensor;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.engine.tensorrt.plan.Interruption;
import org.nexusgen.engine.tensorrt.plan.PlanCache;
import org.nexusgen.engine.tensorrt.protocol.Binding;
import org.nexusgen.engine.tensorrt.protocol.Fitting;
import org.nexusgen.engine.tensorrt.protocol.Reply;
import org.nexusgen.engine.tensorrt.protocol.Request;
import org.nexusgen.engine.tensorrt.protocol.Source;
import org.slf4j.LoggerFactory;

/**
 * The GPU, behind the worker process. Requests wait for each other: there is one device. A request
 * that the worker does not survive fails alone; the next one starts another worker, which loads the
 * plans that it needs.
 */
public final class Device {
  /**
   * Bytes of a tensor that goes with the message; larger ones go through shared memory
   * (docs/tensorrt.md has the measurement).
   */
  private static final int SMALL = 8 << 10;

  /** Bytes of small tensors in one message. */
  private static final int SMALL_TOGETHER = 4 << 20;

  private final Lives lives;
  private final Limits limits;
  private final ReentrantLock turn = new ReentrantLock(true);
  private final Quiet quiet;
  private int users;

  /**
   * @param launch asked each time that a worker starts; throws where there is no TensorRT
   */
  public Device(Supplier<Launch> launch, Limits limits) {
    this.lives = new Lives(launch, limits);
    this.limits = limits;
    this.quiet = new Quiet(turn, limits.idle(), this::beQuiet);
  }

  /** An input of a run. */
  public record Input(String name, Fitting fitting, Operand value) {}

  /** Hears how far a build is. */
  @FunctionalInterface
  public interface BuildListener {
    /** Phase {@code done} of {@code total} begins. */
    void phase(int done, int total, String phase);
  }

  /** Versions, and the device; starts the worker. */
  public Reply.Welcome welcome() {
    return inTurn(() -> lives.get().welcome());
  }

  /** The same with the device's memory as it is now. */
  public Reply.Welcome lookAgain() {
    return inTurn(
        () -> {
          Lives.Life life = lives.get();
          life.tidy();
          life.greet();
          return life.welcome();
        });
  }

  /** The running worker's process number, if there is one. */
  public OptionalLong worker() {
    return inTurn(
        () ->
            lives
                .running()
                .map(life -> OptionalLong.of(life.process.pid()))
                .orElse(OptionalLong.empty()));
  }

  /**
   * Where a plan is made.
   *
   * @see #make
   */
  public enum Place {
    /** In the worker that runs plans, too. */
    HERE,
    /** In a process of its own: what TensorRT does not give back ends with it. */
    APART
  }

  /**
   * Builds or refits a plan.
   *
   * @param task for messages
   * @param order {@link Request.Build} or {@link Request.Refit}
   */
  public void make(
      String task, Request order, Place place, BuildListener listener, Cancellation cancellation) {
    inTurn(
        () -> {
          lives.running().ifPresent(Lives.Life::tidy);
          return switch (place) {
            case HERE -> make(lives.get(), task, order, listener, cancellation);
            case APART -> {
              Lives.Life apart = lives.apart();
              try {
                yield make(apart, task, order, listener, cancellation);
              } finally {
                apart.process.close();
              }
            }
          };
        });
  }

  private Reply make(
      Lives.Life life,
      String task,
      Request order,
      BuildListener listener,
      Cancellation cancellation) {
    return life.process.ask(
        task,
        order,
        limits.build(),
        p -> listener.phase(p.done(), p.total(), p.phase()),
        cancellation);
  }

  /** What a plan takes and gives; loads it if it is not. */
  public List<Binding> load(String task, StoredPlan plan) {
    return inTurn(() -> loaded(task, plan).bindings());
  }

  /** In the running life, which may be another one afterwards. */
  private Lives.Life.Plan loaded(String task, StoredPlan stored) {
    Lives.Life.Plan known = lives.get().plans.get(stored);
    if (known != null) {
      return known;
    }
    if (!PlanCache.use(stored.file())) {
      throw new PlanGoneException(task, stored);
    }
    Lives.Life life = withRoomFor(stored);
    int number = life.nextPlan();
    Request.Load request = new Request.Load(number, stored.file().toString(), stored.weightBytes());
    Reply reply = ask(life, task, request, limits.load());
    if (!(reply instanceof Reply.Loaded loaded)) {
      throw unexpected(task, reply);
    }
    Lives.Life.Plan plan = new Lives.Life.Plan(number, loaded.bindings());
    life.plans.put(stored, plan);
    return plan;
  }

  /**
   * Takes from the device what nobody needs, and plans, of whichever graph, that were not used for
   * the longest time: DJL's native half, as its source says, ends the process without room.
   */
  private Lives.Life withRoomFor(StoredPlan stored) {
    Lives.Life life = lives.get();
    life.tidy();
    while (!life.plans.isEmpty() && !hasRoomFor(life, stored)) {
      Map.Entry<StoredPlan, Lives.Life.Plan> oldest = life.plans.pollFirstEntry();
      unload(life, oldest.getValue(), oldest.getKey());
      life = lives.get();
    }
    return life;
  }

  private static boolean hasRoomFor(Lives.Life life, StoredPlan stored) {
    life.greet();
    Reply.Welcome now = life.welcome();
    return now.totalBytes() == 0 || stored.deviceBytes() <= now.freeBytes();
  }

  /** Takes a plan from the device, if it is there. */
  public void unload(StoredPlan stored) {
    inTurn(
        () -> {
          lives
              .running()
              .ifPresent(
                  life -> {
                    Lives.Life.Plan plan = life.plans.remove(stored);
                    if (plan != null) {
                      unload(life, plan, stored);
                    }
                  });
          return stored;
        });
  }

  private void unload(Lives.Life life, Lives.Life.Plan plan, StoredPlan stored) {
    ask(life, "unloading", new Request.Unload(plan.number()), limits.load());
    if (life.isSpent(stored.file().toFile().length())) {
      lives.end(); // other plans are loaded again when they are run
    }
  }

  /**
   * Runs a plan.
   *
   * @return the outputs that were wanted, still in the worker
   */
  public Map<String, ResidentTensor> run(
      String task, StoredPlan plan, List<Input> inputs, List<Request.Wanted> outputs) {
    return inTurn(
        () -> {
          Lives.Life.Plan loaded = loaded(task, plan);
          Lives.Life life = lives.get();
          life.shared.clear();
          List<Request.Given> given = given(task, life, inputs);
          Reply reply =
              life.run(task, freed -> new Request.Run(loaded.number(), given, outputs, freed));
          if (!(reply instanceof Reply.Ran ran) || ran.outputs().size() != outputs.size()) {
            throw unexpected(task, reply);
          }
          return results(life, outputs, ran.outputs());
        });
  }

  private List<Request.Given> given(String task, Lives.Life life, List<Input> inputs) {
    List<Request.Given> given = new ArrayList<>();
    int together = 0;
    for (Input input : inputs) {
      boolean small = together + size(input.value()) <= SMALL_TOGETHER;
      Source source = source(task, life, input.value(), small);
      together += source instanceof Source.Inline inline ? inline.bytes().remaining() : 0;
      given.add(new Request.Given(input.name(), input.value().dtype(), input.fitting(), source));
    }
    return given;
  }

  private static long size(Operand value) {
    return value.shape().elements() * value.dtype().bytes();
  }

  private Source source(String task, Lives.Life life, Operand value, boolean roomForSmall) {
    return switch (value) {
      case Tensor tensor -> source(life, tensor.bytes(), roomForSmall);
      case SmallTensor small -> source(life, small.tensor().bytes(), roomForSmall);
      case WorkerTensor held -> {
        if (held.life() != life) {
          throw new NexusGenException(
              "%s: a tensor that stayed on the device (%s %s) was lost when the worker ended; begin"
                      .formatted(task, held.dtype(), held.shape())
                  + " this request again");
        }
        yield new Source.Held(held.handle());
      }
      case ResidentTensor foreign ->
          throw new NexusGenException(
              "%s: a tensor of another engine was given: %s"
                  .formatted(task, foreign.getClass().getName()));
    };
  }

  private Source source(Lives.Life life, ByteBuffer bytes, boolean roomForSmall) {
    if (bytes.remaining() <= SMALL && roomForSmall) {
      return new Source.Inline(bytes);
    }
    Source.Shared place = share(life, bytes.remaining());
    life.shared.at(place).put(bytes);
    return place;
  }

  private static Source.Shared share(Lives.Life life, int bytes) {
    try {
      return life.shared.take(bytes);
    } catch (IOException e) {
      Interruption.check(e);
      throw new NexusGenException(
          "no shared memory of %d bytes: %s; free /dev/shm or the temporary folder"
              .formatted(bytes, e),
          e);
    }
  }

  private Map<String, ResidentTensor> results(
      Lives.Life life, List<Request.Wanted> wanted, List<Reply.Result> results) {
    Map<String, ResidentTensor> tensors = new LinkedHashMap<>();
    for (int i = 0; i < results.size(); i++) {
      DType dtype = wanted.get(i).dtype();
      Shape shape = results.get(i).shape();
      long handle = results.get(i).handle();
      tensors.put(
          wanted.get(i).name(),
          results
              .get(i)
              .inline()
              .<ResidentTensor>map(bytes -> new SmallTensor(Tensor.wrap(dtype, shape, bytes)))
              .orElseGet(() -> new WorkerTensor(this, life, handle, dtype, shape)));
    }
    return tensors;
  }

  /** Copies a tensor out of the worker. */
  Tensor fetch(WorkerTensor tensor) {
    String task = "reading %s %s from the device".formatted(tensor.dtype(), tensor.shape());
    return inTurn(
        () -> {
          Lives.Life life = tensor.life();
          if (!lives.running().equals(Optional.of(life))) {
            throw new NexusGenException(task + ": it was lost when the worker ended");
          }
          life.shared.clear();
          int bytes = Math.toIntExact(size(tensor));
          Source.Shared place = share(life, bytes);
          ask(life, task, new Request.Fetch(tensor.handle(), place), limits.load());
          ByteBuffer copy = ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
          return Tensor.wrap(
              tensor.dtype(), tensor.shape(), copy.put(life.shared.at(place)).flip());
        });
  }

  /** An open graph keeps the worker alive. */
  public void enter() {
    inTurn(() -> ++users);
  }

  /** When nobody has been here for a while, the worker is stopped. */
  public void leave() {
    inTurn(() -> --users);
  }

  /** What can be given back while nothing is asked; in turn. */
  private boolean beQuiet(Duration time) {
    Optional<Lives.Life> running = lives.running();
    if (users == 0 && time.compareTo(limits.idle()) >= 0) {
      lives.end();
      return false;
    }
    if (time.isPositive()) {
      try {
        running.ifPresent(Lives.Life::tidy);
      } catch (RuntimeException e) {
        LoggerFactory.getLogger(Device.class).debug("what nobody needs is not given back", e);
      }
    }
    return lives.running().isPresent();
  }

  /** Ends the worker now; a later request starts another. */
  public void stop() {
    inTurn(
        () -> {
          lives.end();
          return true;
        });
  }

  private static Reply ask(Lives.Life life, String task, Request request, Duration limit) {
    return life.process.ask(task, request, limit, p -> {}, new Cancellation());
  }

  private static IllegalStateException unexpected(String task, Reply reply) {
    return new IllegalStateException("%s: the worker answers with %s".formatted(task, reply));
  }

  private <T> T inTurn(Supplier<T> what) {
    turn.lock();
    try {
      quiet.end();
      return what.get();
    } finally {
      if (lives.running().isPresent()) {
        quiet.watch();
      }
      turn.unlock();
    }
  }
}
