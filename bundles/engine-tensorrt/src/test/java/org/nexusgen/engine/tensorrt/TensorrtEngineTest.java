package org.nexusgen.engine.tensorrt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.engine.Availability;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.engine.tensorrt.home.PretendedMachine;
import org.nexusgen.engine.tensorrt.plan.EngineCache;
import org.nexusgen.engine.tensorrt.session.PlanOptions;
import org.nexusgen.graph.GraphBuilder;
import org.nexusgen.graph.Ops;

@DisplayName("The TensorRT engine is")
class TensorrtEngineTest {
  @TempDir private Path root;

  @Test
  @DisplayName("available where a look at the machine finds all of it")
  void complete() throws IOException {
    PretendedMachine computer =
        new PretendedMachine(root)
            .withDriver("535.104.05")
            .withCuda("usr/local/cuda-12.1/lib64")
            .withTensorrt("opt/TensorRT-8.6.1.6/lib", "8.6.1");
    assertThat(new TensorrtEngine(computer.machine()).availability())
        .isEqualTo(Availability.available());
  }

  @Test
  @DisplayName("not available elsewhere: the reasons are what is missing, the driver first")
  void bare() {
    Availability found = new TensorrtEngine(new PretendedMachine(root).machine()).availability();
    assertThat(found)
        .isInstanceOfSatisfying(
            Availability.Unavailable.class,
            not -> {
              assertThat(not.reasons()).hasSize(8);
              assertThat(not.reasons().get(0).what()).isEqualTo("NVIDIA driver");
              assertThat(not.message()).contains("nexusgen engines install tensorrt");
            });
  }

  @Test
  @DisplayName("there twice: on TensorRT 11 it says, too, that its worker's jars are not here")
  void eleven() {
    Tensorrt11Engine engine =
        new Tensorrt11Engine(new PretendedMachine(root).machine(), "", PlanOptions.eight(3));
    assertThat(engine.info().name()).isEqualTo("tensorrt11");
    assertThat(engine.info().version()).isEqualTo("11.2");
    assertThat(engine.availability())
        .isInstanceOfSatisfying(
            Availability.Unavailable.class,
            not -> {
              assertThat(not.reasons()).hasSize(9);
              assertThat(not.reasons().get(0).what()).isEqualTo("NVIDIA driver");
              assertThat(not.reasons().getLast().sentence())
                  .isEqualTo(
                      "jars of the worker: got none, wants lib/tensorrt11 of the distribution:"
                          + " use the distribution, or set tensorrt11.workerPath to lib/*.jar and"
                          + " lib/tensorrt11/*.jar of one");
            });
  }

  @Test
  @DisplayName("one with one cache for each folder, which remembers what it has checked")
  void cache() {
    String before = System.getProperty("nexusgen.cache", "");
    try (TensorrtEngine engine = new TensorrtEngine(new PretendedMachine(root).machine())) {
      System.setProperty("nexusgen.cache", root.resolve("one").toString());
      EngineCache first = engine.cache();
      assertThat(engine.cache()).isSameAs(first);
      System.setProperty("nexusgen.cache", root.resolve("other").toString());
      assertThat(engine.cache()).isNotSameAs(first);
    } finally {
      if (before.isEmpty()) {
        System.clearProperty("nexusgen.cache");
      } else {
        System.setProperty("nexusgen.cache", before);
      }
    }
  }

  @Test
  @DisplayName("without bfloat16 on TensorRT 8.6: the engine that has it is named")
  void bfloat16() {
    System.setProperty("nexusgen.tensorrt.precision", "bf16");
    try (TensorrtEngine engine = new TensorrtEngine(new PretendedMachine(root).machine())) {
      GraphBuilder b = new GraphBuilder("sum");
      b.output("y", Ops.add(b.input("x", DType.F32, Dim.of(1)), 1));
      Graph graph = b.build();
      assertThatThrownBy(() -> engine.written(graph))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("got 'bf16', wants fp32 or fp16")
          .hasMessageContaining("tensorrt11");
      assertThat(engine.flaws()).as("the other release reads it").isEmpty();
    } finally {
      System.clearProperty("nexusgen.tensorrt.precision");
    }
  }

  @Test
  @DisplayName("without settings that it can read: it says which, wherever it runs")
  void settings() {
    Map<String, String> wrong =
        Map.of(
            "precision", "fp16 vision-encoder=\u2028fp99",
            "sizes", "rows=1 rows=2");
    wrong.forEach(
        (name, value) -> {
          System.setProperty("nexusgen.tensorrt." + name, value);
          try (TensorrtEngine engine = new TensorrtEngine(new PretendedMachine(root).machine())) {
            assertThat(engine.availability())
                .isInstanceOfSatisfying(
                    Availability.Unavailable.class,
                    not ->
                        assertThat(not.reasons().getFirst().sentence())
                            .startsWith("tensorrt." + name + ": got '")
                            .endsWith(
                                "'nexusgen config explain tensorrt.%s' says where it comes from"
                                    .formatted(name)));
            assertThat(engine.flaws())
                .singleElement()
                .satisfies(flaw -> assertThat(flaw.setting()).isEqualTo("tensorrt." + name));
          } finally {
            System.clearProperty("nexusgen.tensorrt." + name);
          }
        });
  }
}
