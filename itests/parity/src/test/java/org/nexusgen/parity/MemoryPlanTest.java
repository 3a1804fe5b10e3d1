package org.nexusgen.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.DecodeOptions;
import org.nexusgen.api.DecodingRequest;
import org.nexusgen.api.JobListener;
import org.nexusgen.api.MemoryPlan;
import org.nexusgen.api.NexusGen;
import org.nexusgen.api.NexusGenConfig;
import org.nexusgen.api.PaintingRequest;
import org.nexusgen.api.UnderstandingRequest;
import org.nexusgen.api.decode.DecodeSettings;
import org.nexusgen.api.decode.DecodingTask;
import org.nexusgen.api.engine.SessionSettings;
import org.nexusgen.api.engine.SessionSettings.WeightPrecision;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.golden.Golden;
import org.nexusgen.pipeline.NexusGenAssembler;

/** On the starter, whose two transformers have 2 × 10 MB. */
@DisplayName("The plan of memory")
class MemoryPlanTest {
  private static final String RESIDENCY = "nexusgen.pipeline.residency";
  private static final String BOUND = "nexusgen.pipeline.memoryMebibytes";
  private static final NexusGenConfig ON_DEVICE =
      NexusGenConfig.of(Golden.starter()).withEngine(SmallDeviceEngine.NAME);

  @AfterEach
  void restore() {
    System.clearProperty(RESIDENCY);
    System.clearProperty(BOUND);
    SmallDeviceEngine.free = Long.MAX_VALUE;
    SmallDeviceEngine.present = true;
    SmallDeviceEngine.refused = "";
    SmallDeviceEngine.MOST.set(0);
    SmallDeviceEngine.WARMED.clear();
  }

  private static MemoryPlan plan(NexusGenConfig config) {
    return new NexusGenAssembler().plan(config);
  }

  private static MemoryPlan.Part part(MemoryPlan plan, String name) {
    return plan.parts().stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
  }

  private static long needed(MemoryPlan plan) {
    return plan.devices().get(0).neededBytes();
  }

  @Test
  @DisplayName("names each part with weights, workspace and cache, and adds up the worst moment")
  void parts() {
    MemoryPlan plan = plan(ON_DEVICE);
    assertThat(plan.parts().stream().map(MemoryPlan.Part::name))
        .contains("vision-encoder", "backbone", "projector generation", "decoder generation")
        .contains("projector editing", "decoder editing");
    assertThat(plan.parts())
        .allSatisfy(
            one -> {
              assertThat(one.device()).isEqualTo(SmallDeviceEngine.DEVICE);
              assertThat(one.weightBytes()).as(one.name()).isPositive();
              assertThat(one.workspaceBytes()).as(one.name()).isPositive();
            });
    assertThat(part(plan, "backbone").cacheBytes()).isPositive();
    assertThat(part(plan, "decoder editing").cacheBytes()).isZero();
    long weights = plan.parts().stream().mapToLong(MemoryPlan.Part::weightBytes).sum();
    long workspace =
        plan.parts().stream().mapToLong(MemoryPlan.Part::workspaceBytes).max().orElseThrow();
    assertThat(needed(plan)).isEqualTo(weights + workspace + part(plan, "backbone").cacheBytes());
  }

  @Test
  @DisplayName("needs no device: it is the same where there is none, and says so")
  void absent() {
    MemoryPlan there = plan(ON_DEVICE);
    SmallDeviceEngine.present = false;
    MemoryPlan plan = plan(ON_DEVICE);
    assertThat(plan.parts()).isEqualTo(there.parts());
    assertThat(needed(plan)).isEqualTo(needed(there));
    assertThat(plan.absent()).containsOnlyKeys(SmallDeviceEngine.NAME);
    assertThat(plan.devices()).singleElement().matches(plan::isUnknown);
    assertThat(there.devices()).singleElement().matches(device -> !there.isUnknown(device));

    assertThatThrownBy(() -> new NexusGenAssembler().open(ON_DEVICE))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("engine 'small-device' cannot run here: driver: got none");
    System.setProperty(BOUND, "1");
    MemoryPlan bounded = plan(ON_DEVICE);
    assertThat(bounded.fits()).isFalse();
    assertThat(bounded.devices()).singleElement().matches(device -> !bounded.isUnknown(device));
  }

  @Test
  @DisplayName("knows what precisions take: 8 bits a quarter of float32 and a factor each 32")
  void precision() {
    long whole = part(plan(ON_DEVICE), "backbone").weightBytes();
    SessionSettings eight =
        SessionSettings.standard().withWeightPrecision(WeightPrecision.INT8_BLOCKS);
    long blocks = part(plan(ON_DEVICE.withSession(eight)), "backbone").weightBytes();
    assertThat(blocks / (double) whole).isBetween(0.28, 0.30);
  }

  private static long weights(MemoryPlan plan, String... names) {
    return Arrays.stream(names).mapToLong(name -> part(plan, name).weightBytes()).sum();
  }

  @Test
  @DisplayName("that does not fit is refused before anything is loaded, with what would fit")
  void refused() {
    MemoryPlan plan = plan(ON_DEVICE);
    long first = weights(plan, "projector generation", "decoder generation");
    long second = weights(plan, "projector editing", "decoder editing");
    long workspace = part(plan, "decoder editing").workspaceBytes();
    SmallDeviceEngine.free = first + second / 2 + workspace;
    assertThatThrownBy(MemoryPlanTest::decodeTwice)
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("memory of pretended:0: got")
        .hasMessageContaining("decoder generation")
        .hasMessageContaining("to run the decoder editing")
        .hasMessageMatching(".*pipeline.residency=stage-wise \\(wants [0-9.]+ MB: fits\\).*")
        .hasMessageContaining("--engine decoder=onnxruntime")
        .hasMessageContaining("a device with more memory free");
    assertThat(SmallDeviceEngine.MOST).as("open decoders").hasValue(1);

    System.setProperty(RESIDENCY, "stage-wise");
    assertThat(decodeTwice()).hasSize(2);
  }

  @Test
  @DisplayName("counts what a job uses: words need no decoder")
  void words() {
    MemoryPlan plan = plan(ON_DEVICE);
    MemoryPlan.Part backbone = part(plan, "backbone");
    SmallDeviceEngine.free =
        backbone.weightBytes() + backbone.cacheBytes() + backbone.workspaceBytes();
    assertThat(plan(ON_DEVICE).fits()).isFalse();
    try (NexusGen nexusGen = new NexusGenAssembler().open(ON_DEVICE)) {
      assertThat(nexusGen.understand(UnderstandingRequest.of("Hello.")).text()).isNotNull();
      assertThatThrownBy(() -> nexusGen.generate(PaintingRequest.of("a star")))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("memory of pretended:0");
    }
    assertThat(SmallDeviceEngine.MOST).as("open decoders").hasValue(0);
  }

  @Test
  @DisplayName("counts what jobs under way have not opened yet, and no more what they did not")
  void underWay() {
    MemoryPlan plan = plan(ON_DEVICE);
    long editing = weights(plan, "projector editing", "decoder editing");
    long others = weights(plan, "backbone", "projector generation", "decoder generation");
    long running = part(plan, "backbone").workspaceBytes() + part(plan, "backbone").cacheBytes();
    SmallDeviceEngine.free = others + running + editing / 2;
    List<Throwable> refused = new ArrayList<>();
    DecodeOptions edit = Requests.decoding(72, 72, 1, 1.0, 42, DecodingTask.EDITING).options();
    DecodeOptions one = Requests.decoding(72, 72, 1, 1.0, 42, DecodingTask.GENERATION).options();
    PaintingRequest request = PaintingRequest.of("a star");
    try (NexusGen nexusGen = new NexusGenAssembler().open(ON_DEVICE)) {
      nexusGen.generate(
          new PaintingRequest(request.imagining(), one),
          new JobListener() {
            @Override
            public void progress(String stage, int done, int total) {
              if (refused.isEmpty() && SmallDeviceEngine.MOST.get() == 0) {
                refused.add(catchThrowable(() -> decode(nexusGen, edit)));
              }
            }
          },
          new Cancellation());
    }
    assertThat(refused)
        .singleElement()
        .satisfies(
            failure -> assertThat(failure).hasMessageContaining("memory of pretended:0: got"));
    try (NexusGen nexusGen = new NexusGenAssembler().open(ON_DEVICE)) {
      assertThat(decode(nexusGen, edit).floats()).isNotEmpty();
    }
  }

  @Test
  @DisplayName("counts the picture that is asked for, or its tiles")
  void size() {
    MemoryPlan plan = plan(ON_DEVICE);
    SmallDeviceEngine.free = 1;
    try (NexusGen nexusGen = new NexusGenAssembler().open(ON_DEVICE)) {
      assertThatThrownBy(() -> decode(nexusGen, sized(72, Optional.empty())))
          .hasMessageContaining("memory of pretended:0: got 0.0 MB");
      SmallDeviceEngine.free = // others are gone
          weights(plan, "projector generation", "decoder generation")
              + 2 * part(plan, "decoder generation").workspaceBytes();
      assertThatThrownBy(() -> decode(nexusGen, sized(720, Optional.empty())))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("a smaller picture, or --tile: weights alone want");
      assertThat(decode(nexusGen, sized(72, Optional.empty())).floats()).isNotEmpty();
      assertThat(
              decode(nexusGen, sized(720, Optional.of(new DecodeSettings.Tiling(8, 8)))).floats())
          .isNotEmpty();
    }
  }

  @Test
  @DisplayName("holds a bound on the host, too, where one is set")
  void bound() {
    System.setProperty(BOUND, "1");
    try (NexusGen nexusGen = new NexusGenAssembler().open(NexusGenConfig.of(Golden.starter()))) {
      assertThatThrownBy(() -> nexusGen.generate(PaintingRequest.of("a star")))
          .hasMessageContaining("memory of cpu: got 1.0 MB that may be used (pipeline.memoryMeb")
          .hasMessageContaining("a larger pipeline.memoryMebibytes");
    }
  }

  @Test
  @DisplayName("names the parts that would not open, and does not fit then")
  void failed() {
    SmallDeviceEngine.refused = "flux-transformer";
    MemoryPlan plan = plan(ON_DEVICE);
    assertThat(plan.fits()).isFalse();
    assertThat(plan.failed())
        .isEqualTo(
            Map.of("decoder generation", "no such network", "decoder editing", "no such network"));
    assertThat(plan.parts().stream().map(MemoryPlan.Part::name)).contains("backbone");
  }

  @Test
  @DisplayName("stage-wise keeps one transformer open, and paints the same pictures")
  void stageWise() {
    List<Tensor> kept = decodeTwice();
    assertThat(SmallDeviceEngine.MOST).hasValue(2);
    SmallDeviceEngine.MOST.set(0);
    System.setProperty(RESIDENCY, "stage-wise");
    List<Tensor> staged = decodeTwice();
    assertThat(SmallDeviceEngine.MOST).hasValue(1);
    assertThat(SmallDeviceEngine.TRANSFORMERS).hasValue(0);
    for (int i = 0; i < kept.size(); i++) {
      assertThat(staged.get(i).floats()).isEqualTo(kept.get(i).floats());
    }
  }

  private static List<Tensor> decodeTwice() {
    List<Tensor> latents = new ArrayList<>();
    try (NexusGen nexusGen = new NexusGenAssembler().open(ON_DEVICE)) {
      for (DecodingTask task : List.of(DecodingTask.GENERATION, DecodingTask.EDITING)) {
        latents.add(decode(nexusGen, Requests.decoding(72, 72, 1, 1.0, 42, task).options()));
      }
    }
    return latents;
  }

  private static DecodeOptions sized(int side, Optional<DecodeSettings.Tiling> tiling) {
    return new Requests.Recipe(
            side,
            side,
            1,
            1.0,
            42,
            Optional.of(DecodingTask.GENERATION),
            Optional.empty(),
            1.0,
            OptionalDouble.empty(),
            tiling)
        .options();
  }

  /** The latents of an embedding of nothing. */
  private static Tensor decode(NexusGen nexusGen, DecodeOptions options) {
    Tensor embedding = Tensor.of(new float[16 * 128], 16, 128);
    return Expected.tensor(
        nexusGen
            .decode(
                new DecodingRequest(embedding, List.of(), options),
                JobListener.silent(),
                new Cancellation())
            .report()
            .tensors(),
        "final_latents");
  }

  @Test
  @DisplayName("is no hindrance to building ahead: one part after the other")
  void warm() {
    List<String> told = new ArrayList<>();
    int plans =
        new NexusGenAssembler()
            .warm(ON_DEVICE, (done, total, plan) -> told.add(plan), new Cancellation());
    assertThat(plans).isEqualTo(SmallDeviceEngine.WARMED.size());
    assertThat(SmallDeviceEngine.WARMED).contains("qwen-backbone", "flux-transformer");
    assertThat(SmallDeviceEngine.MOST).hasValue(1);
    assertThat(told).contains("backbone, any size", "decoder editing, any size");
    assertThat(
            new NexusGenAssembler()
                .warm(
                    NexusGenConfig.of(Golden.starter()),
                    (done, total, plan) -> told.add(plan),
                    new Cancellation()))
        .isZero();
  }
}
