package org.nexusgen.decoder.flux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nexusgen.decoder.flux.Reference.assertClose;
import static org.nexusgen.decoder.flux.Reference.get;
import static org.nexusgen.decoder.flux.Reference.tensors;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.PartContext;
import org.nexusgen.api.decode.Conditioning;
import org.nexusgen.api.decode.Conditioning.TokenGroup;
import org.nexusgen.api.decode.DecodeListener;
import org.nexusgen.api.decode.DecodeSettings.TeaCache;
import org.nexusgen.api.decode.DecodeSettings.Tiling;
import org.nexusgen.api.decode.Decoding;
import org.nexusgen.api.decode.DecodingTask;
import org.nexusgen.api.decode.VisionDecoder;
import org.nexusgen.api.engine.SessionSettings;
import org.nexusgen.api.engine.SessionSettings.WeightPrecision;
import org.nexusgen.api.sampling.Denoiser;
import org.nexusgen.api.sampling.DiffusionSampler;
import org.nexusgen.api.sampling.SamplingPlan;
import org.nexusgen.api.sampling.Schedule;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.text.TextConditioning;
import org.nexusgen.api.text.TextEncoder;
import org.nexusgen.api.weights.ModelFolder;

@DisplayName("The FLUX decoder paints the reference's pictures")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PipelineGoldenTest {
  private static final double TOLERANCE = 1e-4;
  private static final TokenGroup TARGET = new TokenGroup(9, 9, true);
  private static final TokenGroup SOURCE = new TokenGroup(18, 18, true);
  private static final TokenGroup NOWHERE = new TokenGroup(9, 9, false);

  private final Map<String, Tensor> golden = tensors("decoder/pipeline/pipeline.safetensors");
  private final ModelFolder model = Reference.checkpoint();
  private final VisionDecoder generation = open(DecodingTask.GENERATION, Reference.settings());
  private final VisionDecoder editing = open(DecodingTask.EDITING, Reference.settings());
  private Optional<TextConditioning> negative = Optional.empty();

  @BeforeAll
  void encodeTheEmptyPrompt() {
    TextEncoder.Provider provider = Reference.service(TextEncoder.Provider.class);
    try (TextEncoder texts = provider.open(context(Reference.settings()))) {
      negative = Optional.of(texts.encode(""));
    }
  }

  @AfterAll
  void close() {
    generation.close();
    editing.close();
    model.close();
  }

  /** A run of the reference: what it asked for, and what TeaCache skipped. */
  record Run(String name, Conditioning conditioning, Asked asked, List<Integer> skipped) {
    @Override
    public String toString() {
      return name;
    }
  }

  private Stream<Run> runs() {
    Tiling tiling = new Tiling(16, 8);
    TeaCache cache = new TeaCache(0.6, false);
    List<Integer> once = List.of(1, 2, 4, 5, 7, 8);
    List<Integer> twice = List.of(1, 2, 4, 5, 7, 8, 11, 12, 14, 15, 17, 18);
    List<Run> runs = new ArrayList<>();
    for (String task : List.of("gen", "edit")) {
      Conditioning conditioning = conditioning(task);
      Asked plain = Asked.of(128, 128, 4, pooled(task));
      Asked ten = Asked.of(128, 128, 10, pooled(task));
      Asked fromPicture = plain.from(Pictures.read("decoder/pipeline/img2img_input.png"), 0.6);
      runs.add(new Run(task + "_cfg1", conditioning, plain, List.of()));
      runs.add(new Run(task + "_cfg3", conditioning, plain.guided(3, negative), List.of()));
      runs.add(
          new Run(
              task + "_96x160_cfg1", conditioning, Asked.of(160, 96, 4, pooled(task)), List.of()));
      runs.add(new Run(task + "_img2img06", conditioning, fromPicture, List.of()));
      runs.add(new Run(task + "_teacache_cfg1", conditioning, ten.cached(cache), once));
      runs.add(
          new Run(
              task + "_teacache_cfg3", conditioning, ten.cached(cache).guided(3, negative), twice));
    }
    Conditioning target = conditioning("gen");
    Asked small = Asked.of(113, 90, 2, pooled("gen"));
    Asked large = Asked.of(256, 192, 2, pooled("gen")).tiled(tiling);
    Asked avoiding = Asked.of(128, 128, 4, pooled("gen")).guided(3, aPhotoOfACat());
    runs.add(new Run("gen_round_up", target, small, List.of()));
    runs.add(new Run("gen_tiled_cfg1", target, large, List.of()));
    runs.add(new Run("gen_cfg3_negprompt", target, avoiding, List.of()));
    runs.add(
        new Run(
            "edit_noref_cfg1",
            new Conditioning(get(golden, "edit.noref_prompt_emb"), List.of(TARGET)),
            Asked.of(128, 128, 4, pooled("edit")),
            List.of()));
    return runs.stream();
  }

  @ParameterizedTest
  @MethodSource("runs")
  @DisplayName("from start to end")
  void paints(Run run) {
    VisionDecoder decoder = run.name().startsWith("gen") ? generation : editing;
    check(run, decode(decoder, run, Reference.sampler("euler")));
  }

  @Test
  @DisplayName("with weights rounded to float8")
  void float8() {
    SessionSettings settings = Reference.settings().withWeightPrecision(WeightPrecision.FLOAT8);
    Run run =
        new Run(
            "gen_fp8_cfg1", conditioning("gen"), Asked.of(128, 128, 4, pooled("gen")), List.of());
    try (VisionDecoder rounded = open(DecodingTask.GENERATION, settings)) {
      check(run, decode(rounded, run, Reference.sampler("euler")));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gen_cfg1", "gen_cfg3", "edit_cfg1", "edit_cfg3"})
  @DisplayName("step by step: velocities and latents")
  void stepByStep(String name) {
    Run run = runs().filter(r -> r.name().equals(name)).findFirst().orElseThrow();
    Recorder recorder = new Recorder(Reference.sampler("euler"));
    decode(name.startsWith("gen") ? generation : editing, run, recorder);
    assertSteps(name + ".velocity_per_step", recorder.velocities);
    assertSteps(name + ".latents_per_step", recorder.latents);
  }

  private void assertSteps(String name, List<float[]> actual) {
    float[] expected = get(golden, name).floats();
    int length = expected.length / actual.size();
    assertThat(actual).hasSize(4);
    for (int i = 0; i < actual.size(); i++) {
      assertClose(
          name + " " + i,
          actual.get(i),
          Arrays.copyOfRange(expected, i * length, (i + 1) * length),
          TOLERANCE);
    }
  }

  private void check(Run run, Decoding decoding) {
    String name = run.name();
    assertClose(
        name + " noise",
        decoding.initialLatents().floats(),
        get(golden, name + ".initial_latents").floats(),
        1e-5);
    assertClose(
        name,
        decoding.finalLatents().floats(),
        get(golden, name + ".final_latents").floats(),
        TOLERANCE);
    assertThat(decoding.skippedCalls()).isEqualTo(run.skipped());
    Pictures.assertAlmostEqual(
        decoding.image(), Pictures.read("decoder/pipeline/" + name + ".png"));
    assertThat(decoding.notes()).hasSize(name.equals("gen_round_up") ? 1 : 0);
  }

  private static Decoding decode(VisionDecoder decoder, Run run, DiffusionSampler sampler) {
    return decoder.decode(
        run.conditioning(),
        run.asked().settings(),
        sampler,
        DecodeListener.silent(),
        new Cancellation());
  }

  private Conditioning conditioning(String task) {
    List<TokenGroup> groups = task.equals("gen") ? List.of(NOWHERE) : List.of(TARGET, SOURCE);
    return new Conditioning(get(golden, task + ".prompt_emb_positive"), groups);
  }

  private Tensor pooled(String task) {
    return get(golden, task + ".pooled_positive");
  }

  /** See resources/flux/negative_prompt.py. */
  private static Optional<TextConditioning> aPhotoOfACat() {
    Map<String, Tensor> stored = Reference.resource("negative_prompt.safetensors");
    return Optional.of(
        new TextConditioning(get(stored, "pooled"), Optional.of(get(stored, "tokens"))));
  }

  private VisionDecoder open(DecodingTask task, SessionSettings settings) {
    return Reference.provider(task).open(context(settings));
  }

  private PartContext context(SessionSettings settings) {
    return new PartContext(model, Reference.engine(), settings);
  }

  /** A sampler that notes what passes. */
  private static final class Recorder implements DiffusionSampler {
    private final DiffusionSampler inner;
    private final List<float[]> velocities = new ArrayList<>();
    private final List<float[]> latents = new ArrayList<>();

    Recorder(DiffusionSampler inner) {
      this.inner = inner;
    }

    @Override
    public String name() {
      return inner.name();
    }

    @Override
    public Schedule schedule(SamplingPlan plan) {
      return inner.schedule(plan);
    }

    @Override
    public float[] sample(
        Denoiser denoiser, float[] start, SamplingPlan plan, StepListener listener) {
      return inner.sample(
          (x, timestep) -> {
            float[] velocity = denoiser.velocity(x, timestep);
            velocities.add(velocity.clone());
            return velocity;
          },
          start,
          plan,
          (done, total, now) -> {
            latents.add(now.clone());
            listener.updated(done, total, now);
          });
    }
  }
}
