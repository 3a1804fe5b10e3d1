package org.nexusgen.engine.tensorrt;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.config.ProcessSettings;
import org.nexusgen.api.config.SettingCheck;
import org.nexusgen.api.engine.Availability;
import org.nexusgen.api.engine.Availability.Reason;
import org.nexusgen.api.engine.DeviceMemory;
import org.nexusgen.api.engine.Engine;
import org.nexusgen.api.engine.EngineInfo;
import org.nexusgen.api.engine.GraphSession;
import org.nexusgen.api.engine.MemoryEstimate;
import org.nexusgen.api.engine.SessionSettings;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.weights.WeightStore;
import org.nexusgen.engine.tensorrt.home.Discovery;
import org.nexusgen.engine.tensorrt.home.Findings;
import org.nexusgen.engine.tensorrt.home.Machine;
import org.nexusgen.engine.tensorrt.home.SettingFlaw;
import org.nexusgen.engine.tensorrt.home.TensorrtSettings;
import org.nexusgen.engine.tensorrt.plan.EngineCache;
import org.nexusgen.engine.tensorrt.process.Device;
import org.nexusgen.engine.tensorrt.process.Launch;
import org.nexusgen.engine.tensorrt.process.Limits;
import org.nexusgen.engine.tensorrt.protocol.Reply;
import org.nexusgen.engine.tensorrt.protocol.Request;
import org.nexusgen.engine.tensorrt.session.Buckets;
import org.nexusgen.engine.tensorrt.session.PlanOptions;
import org.nexusgen.engine.tensorrt.session.PlanSource;
import org.nexusgen.engine.tensorrt.session.Precisions;
import org.nexusgen.engine.tensorrt.session.TensorrtSession;
import org.nexusgen.graph.GraphBuilder;
import org.nexusgen.graph.GraphMemory;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.slf4j.LoggerFactory;

/**
 * The GPU engine. Looks at files only until the first graph is opened; then a process of its own
 * does what needs native code.
 */
@Component(
    service = {Engine.class, SettingCheck.class},
    property = "name=tensorrt")
public final class TensorrtEngine implements Engine, SettingCheck, AutoCloseable {
  private static final int START_SECONDS = 120;

  private final Edition edition;
  private final Machine machine;
  private final String workerPath;
  private final PlanOptions options;
  private final TensorrtSettings settings;
  private final Device device;
  private final Map<Path, EngineCache> caches = new ConcurrentHashMap<>();

  /** On this machine, with the settings of this process. */
  @Activate
  public TensorrtEngine() {
    this(Machine.here());
  }

  TensorrtEngine(Machine machine) {
    this(machine, ProcessSettings.of(TensorrtSettings.class, "tensorrt"));
  }

  private TensorrtEngine(Machine machine, TensorrtSettings settings) {
    this(
        Edition.EIGHT,
        machine,
        settings,
        settings.workerPath(),
        PlanOptions.eight(settings.effort()));
  }

  /**
   * @param workerPath entries of the worker's class path that come first
   */
  TensorrtEngine(
      Edition edition,
      Machine machine,
      TensorrtSettings settings,
      String workerPath,
      PlanOptions options) {
    this.edition = edition;
    this.machine = machine;
    this.settings = settings;
    this.workerPath = workerPath;
    this.options = options;
    this.device = new Device(this::launch, limits(settings, edition));
  }

  private static Limits limits(TensorrtSettings settings, Edition edition) {
    return new Limits(
        Duration.ofSeconds(START_SECONDS),
        Duration.ofSeconds(settings.loadSeconds()),
        Duration.ofSeconds(settings.runSeconds()),
        Duration.ofSeconds(settings.buildSeconds()),
        Duration.ofSeconds(settings.silenceSeconds()),
        Duration.ofSeconds(settings.idleSeconds()),
        edition.leavesMemory() ? settings.leftPercent() / 100.0 : Double.POSITIVE_INFINITY);
  }

  @Override
  public String name() {
    return edition.engine();
  }

  @Override
  public EngineInfo info() {
    String version =
        look() instanceof Findings.Complete found ? found.version() : edition.needs().version();
    return new EngineInfo(
        name(), version, "cuda:" + settings.device(), GraphBuilder.OPSET, edition.dtypes(), true);
  }

  @Override
  public Availability availability() {
    List<Reason> reasons = new ArrayList<>(unreadable(edition::check));
    if (isNative() && look() instanceof Findings.Incomplete incomplete) {
      reasons.addAll(incomplete.reasons());
    }
    return reasons.isEmpty() ? Availability.available() : Availability.unavailable(reasons);
  }

  /**
   * Settings that cannot be read: known before a plan is built for hours.
   *
   * @param arithmetic may refuse one that it has not
   */
  private List<Reason> unreadable(Consumer<Precisions> arithmetic) {
    return Stream.of(
            SettingFlaw.of(() -> arithmetic.accept(Precisions.parse(settings.precision()))),
            SettingFlaw.of(() -> Buckets.parse(settings.sizes())),
            SettingFlaw.of(options::budgets))
        .flatMap(Optional::stream)
        .toList();
  }

  /** Those that no release could read. Who may use them, {@link #availability} says. */
  @Override
  public List<Flaw> flaws() {
    return unreadable(any -> {}).stream()
        .map(one -> new Flaw(one.what(), "got %s, wants %s".formatted(one.got(), one.wanted())))
        .toList();
  }

  @Override
  public Optional<DeviceMemory> deviceMemory() {
    if (!(availability() instanceof Availability.Available)) {
      return Optional.empty();
    }
    device.enter();
    try {
      Reply.Welcome found = device.lookAgain();
      return found.totalBytes() > 0
          ? Optional.of(new DeviceMemory(found.totalBytes(), found.freeBytes()))
          : Optional.empty();
    } catch (RuntimeException e) {
      LoggerFactory.getLogger(TensorrtEngine.class).debug("the device's memory is not known", e);
      return Optional.empty();
    } finally {
      device.leave();
    }
  }

  /**
   * TensorRT, device and CUDA runtime, as the worker says; starts it. For reports of what was
   * measured, which must not be taken for those of another device.
   */
  public String report() {
    device.enter();
    try {
      Reply.Welcome found = device.lookAgain();
      String cudart =
          isNative() && look() instanceof Findings.Complete complete
              ? "; CUDA runtime " + complete.cudart()
              : "";
      return "TensorRT %s on %s, %d MiB%s"
          .formatted(found.tensorrt(), found.device(), found.totalBytes() >> 20, cudart);
    } finally {
      device.leave();
    }
  }

  @Override
  public MemoryEstimate estimate(
      Graph graph, WeightStore weights, SessionSettings asked, Map<String, Long> sizes) {
    int bytes = floats(graph).bytes();
    long all = GraphMemory.weights(graph, bytes, bytes);
    long budget = options.budgets().of(graph.name());
    return new MemoryEstimate(
        budget == Request.Load.ALL ? all : Math.min(all, budget),
        GraphMemory.workspace(graph, sizes, bytes));
  }

  /** What it needs of the machine, and the jars of its worker. */
  private Findings look() {
    Findings found = Discovery.look(machine, edition.needs());
    Optional<Reason> missing = edition.missingJars(workerPath);
    if (missing.isEmpty()) {
      return found;
    }
    List<Reason> reasons = new ArrayList<>();
    if (found instanceof Findings.Incomplete incomplete) {
      reasons.addAll(incomplete.reasons());
    }
    reasons.add(missing.get());
    return new Findings.Incomplete(reasons);
  }

  /** Layers of others need nothing of the machine. */
  private boolean isNative() {
    return layer().equals(edition.layer());
  }

  private String layer() {
    return settings.layer().isEmpty() ? edition.layer() : settings.layer();
  }

  /** How the worker starts, after another look at the machine. */
  private Launch launch() {
    List<Path> folders = List.of();
    List<Path> preload = List.of();
    if (isNative()) {
      switch (look()) {
        case Findings.Complete complete -> {
          folders = edition.folders(complete);
          preload = List.of(complete.cudart());
        }
        case Findings.Incomplete incomplete ->
            throw new NexusGenException(
                "engine %s cannot run here: ".formatted(name())
                    + new Availability.Unavailable(incomplete.reasons()).message());
      }
    }
    List<String> options =
        Arrays.stream(settings.workerOptions().split("\\s+", -1))
            .filter(option -> !option.isEmpty())
            .toList();
    return new Launch(
        WorkerClassPath.of(workerPath, edition),
        folders,
        preload,
        EngineCache.path(),
        layer(),
        settings.device(),
        options);
  }

  /** The graph in the arithmetic that the settings want for it. */
  Graph written(Graph graph) {
    return edition.written(graph, floats(graph));
  }

  /** What a graph computes in where it may. */
  private DType floats(Graph graph) {
    Precisions precisions = Precisions.parse(settings.precision());
    edition.check(precisions);
    return switch (precisions.of(graph.name())) {
      case "fp16" -> DType.F16;
      case "bf16" -> DType.BF16;
      default -> DType.F32;
    };
  }

  /** Stops the worker now, not when it has been idle; a later graph starts another. */
  @Override
  public void close() {
    device.stop();
  }

  /** The folder may be set anew while the process runs. */
  EngineCache cache() {
    return caches.computeIfAbsent(
        EngineCache.path(), folder -> EngineCache.in(folder, settings.planMebibytes() << 20));
  }

  @Override
  public GraphSession open(Graph graph, WeightStore weights, SessionSettings session) {
    Graph written = written(graph);
    PlanSource plans =
        new PlanSource(
            device, cache(), layer(), edition.generation(), edition.half(floats(graph)), options);
    Buckets buckets = Buckets.parse(settings.sizes());
    device.enter(); // until the session is closed
    try {
      device.welcome(); // refuses where nothing can run
      return new TensorrtSession(written, weights, buckets, plans, settings.plansOnDevice());
    } catch (RuntimeException e) {
      device.leave();
      throw e;
    }
  }
}
