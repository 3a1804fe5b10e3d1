package org.nexusgen.engines;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.engine.Availability;
import org.nexusgen.api.engine.Availability.Reason;
import org.nexusgen.api.engine.DeviceMemory;
import org.nexusgen.api.engine.Engine;
import org.nexusgen.api.engine.EngineInfo;
import org.nexusgen.api.engine.GraphSession;
import org.nexusgen.api.engine.SessionSettings;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.weights.WeightStore;

@DisplayName("The list of engines")
class ListCommandTest {
  private static final Availability WITHOUT_DRIVER =
      Availability.unavailable(
          List.of(
              new Reason("NVIDIA driver", "none", "525 or newer", "install it"),
              new Reason("libnvinfer.so.8", "none", "it in tensorrt.home", "set tensorrt.home")));

  private record Told(String name, String device, Availability availability, DeviceMemory memory)
      implements Engine {
    @Override
    public EngineInfo info() {
      return new EngineInfo(name, "1.2.3", device, 23, Set.of(DType.F32), true);
    }

    @Override
    public Optional<DeviceMemory> deviceMemory() {
      return device.equals("cpu") ? Optional.empty() : Optional.of(memory);
    }

    @Override
    public GraphSession open(Graph graph, WeightStore weights, SessionSettings settings) {
      throw new NexusGenException("only listed");
    }
  }

  private static EnginesCommand command(Availability gpu) {
    DeviceMemory memory = new DeviceMemory(80L << 30, 60L << 30);
    return new EnginesCommand(
        List.of(
            new Told("tensorrt", "cuda:0", gpu, memory),
            new Told("onnxruntime", "cpu", Availability.available(), memory)),
        List.of(),
        List.of());
  }

  @Test
  @DisplayName("says which can run, and of the others each reason with its remedy")
  void table() {
    Ran ran = Ran.of(command(WITHOUT_DRIVER));
    assertThat(ran.code()).isZero();
    assertThat(ran.out().lines())
        .satisfiesExactly(
            line -> assertThat(line).matches("onnxruntime +1\\.2\\.3 +cpu +available"),
            line -> assertThat(line).matches("tensorrt +1\\.2\\.3 +cuda:0 +not available.*"),
            line ->
                assertThat(line.strip()).isEqualTo("NVIDIA driver: got none, wants 525 or newer"),
            line -> assertThat(line.strip()).isEqualTo("install it"),
            line -> assertThat(line).contains("libnvinfer.so.8"),
            line -> assertThat(line.strip()).isEqualTo("set tensorrt.home"));
  }

  @Test
  @DisplayName("names an engine that cannot be made, with the reason, beside those that can")
  void unmade(@TempDir Path jar) throws IOException {
    Path services = Files.createDirectories(jar.resolve("META-INF/services"));
    Files.writeString(services.resolve(Engine.class.getName()), "com.example.MoonEngine\n");
    Thread here = Thread.currentThread();
    ClassLoader before = here.getContextClassLoader();
    try (URLClassLoader path = new URLClassLoader(new URL[] {jar.toUri().toURL()}, before)) {
      here.setContextClassLoader(path);
      assertThat(Ran.of(new EnginesCommand()).out())
          .containsPattern("com.example.MoonEngine +\\? +\\? +not available")
          .contains("Provider com.example.MoonEngine not found, wants code that runs here")
          .contains("mend or remove its jar on the class path");
    } finally {
      here.setContextClassLoader(before);
    }
  }

  @Test
  @DisplayName("says why an engine cannot be made: the first cause, not what wrapped it")
  void cause() {
    EngineState state =
        EngineState.unmade(
            new ServiceConfigurationError(
                "Engine: Provider com.example.Moon$Engine could not be instantiated",
                new NoClassDefFoundError("com/example/Rocket")));
    assertThat(state.name()).isEqualTo("com.example.Moon$Engine");
    assertThat(state.reasons())
        .singleElement()
        .extracting(Reason::got)
        .isEqualTo("java.lang.NoClassDefFoundError: com/example/Rocket");
  }

  @Test
  @DisplayName("says how much memory a device has and has free")
  void memory() {
    assertThat(Ran.of(command(Availability.available())).out())
        .contains("available (61440 MiB free of 81920)");
  }

  @Test
  @DisplayName("is one object as JSON, with the reasons as fields")
  void json() {
    assertThat(Ran.of(command(WITHOUT_DRIVER), "--json").out().strip())
        .startsWith("{\"engines\":[{\"name\":\"onnxruntime\",\"version\":\"1.2.3\"")
        .contains("\"available\":false")
        .contains("{\"what\":\"NVIDIA driver\",\"got\":\"none\",\"wanted\":\"525 or newer\"")
        .contains("\"memory_free\":" + (60L << 30));
  }
}
