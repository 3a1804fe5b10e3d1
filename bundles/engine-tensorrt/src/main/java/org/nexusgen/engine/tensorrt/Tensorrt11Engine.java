package org.nexusgen.engine.tensorrt;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nexusgen.api.config.ProcessSettings;
import org.nexusgen.api.config.SettingCheck;
import org.nexusgen.api.engine.Availability;
import org.nexusgen.api.engine.DeviceMemory;
import org.nexusgen.api.engine.Engine;
import org.nexusgen.api.engine.EngineInfo;
import org.nexusgen.api.engine.GraphSession;
import org.nexusgen.api.engine.MemoryEstimate;
import org.nexusgen.api.engine.SessionSettings;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.weights.WeightStore;
import org.nexusgen.engine.tensorrt.home.Machine;
import org.nexusgen.engine.tensorrt.home.Tensorrt11Settings;
import org.nexusgen.engine.tensorrt.home.TensorrtSettings;
import org.nexusgen.engine.tensorrt.session.PlanOptions;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * The GPU engine on TensorRT 11. As {@link TensorrtEngine}, with a worker on jars of its own:
 * JavaCPP's classes for TensorRT 8.6 and 11 cannot be in one process.
 */
@Component(
    service = {Engine.class, SettingCheck.class},
    property = "name=tensorrt11")
public final class Tensorrt11Engine implements Engine, SettingCheck, AutoCloseable {
  private static final int MEBIBYTE = 20;

  private final TensorrtEngine engine;

  /** On this machine, with the settings of this process. */
  @Activate
  public Tensorrt11Engine() {
    this(ProcessSettings.of(Tensorrt11Settings.class, "tensorrt11"));
  }

  private Tensorrt11Engine(Tensorrt11Settings settings) {
    this(
        Machine.here(settings.home(), settings.cudaHome()),
        settings.workerPath(),
        new PlanOptions(
            settings.fixedSizes(),
            settings.refit(),
            ProcessSettings.of(TensorrtSettings.class, "tensorrt").effort(),
            settings.weightMebibytes(),
            settings.buildApartMebibytes() << MEBIBYTE));
  }

  Tensorrt11Engine(Machine machine, String workerPath, PlanOptions options) {
    TensorrtSettings shared = ProcessSettings.of(TensorrtSettings.class, "tensorrt");
    engine = new TensorrtEngine(Edition.ELEVEN, machine, shared, workerPath, options);
  }

  @Override
  public String name() {
    return engine.name();
  }

  @Override
  public EngineInfo info() {
    return engine.info();
  }

  @Override
  public Availability availability() {
    return engine.availability();
  }

  @Override
  public List<Flaw> flaws() {
    return engine.flaws();
  }

  @Override
  public Optional<DeviceMemory> deviceMemory() {
    return engine.deviceMemory();
  }

  /** As {@link TensorrtEngine#report}. */
  public String report() {
    return engine.report();
  }

  @Override
  public MemoryEstimate estimate(
      Graph graph, WeightStore weights, SessionSettings asked, Map<String, Long> sizes) {
    return engine.estimate(graph, weights, asked, sizes);
  }

  @Override
  public GraphSession open(Graph graph, WeightStore weights, SessionSettings settings) {
    return engine.open(graph, weights, settings);
  }

  /** Stops the worker now, not when it has been idle; a later graph starts another. */
  @Override
  public void close() {
    engine.close();
  }
}
