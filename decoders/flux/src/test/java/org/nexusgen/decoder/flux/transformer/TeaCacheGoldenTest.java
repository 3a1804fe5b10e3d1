package org.nexusgen.decoder.flux.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.nexusgen.decoder.flux.Reference.get;
import static org.nexusgen.decoder.flux.Reference.tensors;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nexusgen.api.decode.Conditioning;
import org.nexusgen.api.decode.Conditioning.TokenGroup;
import org.nexusgen.api.sampling.SamplingPlan;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.WeightSet;
import org.nexusgen.api.weights.WeightStore;
import org.nexusgen.decoder.flux.Reference;
import org.nexusgen.decoder.flux.session.SessionOpener;
import org.nexusgen.golden.Golden;

@DisplayName("TeaCache piles up what the reference's piles up")
class TeaCacheGoldenTest {
  private static final Pattern CALL =
      Pattern.compile("\"accumulated_after\": ([-+.e\\d]+),\\s*\"skipped\": (true|false)");
  private static final int STEPS = 10;

  @ParameterizedTest
  @CsvSource({"gen_teacache_cfg1, GENERATION_DECODER", "edit_teacache_cfg1, EDITING_DECODER"})
  @DisplayName("call by call")
  void accumulators(String run, WeightSet set) throws IOException {
    Map<String, Tensor> golden = tensors("decoder/pipeline/pipeline.safetensors");
    String task = run.substring(0, run.indexOf('_'));
    PatchGrid grid = PatchGrid.of(16, 16, 16);
    CallLog log = new CallLog();
    try (ModelFolder model = Reference.checkpoint();
        DiffusionTransformer transformer = open(model.weights(set));
        Branch branch = branch(transformer, golden, task, grid);
        TeaCache cache = new TeaCache(0.6, STEPS)) {
      Reference.sampler("euler")
          .sample(
              new CachedBranch(branch, cache, log),
              get(golden, run + ".initial_latents").floats(),
              new SamplingPlan(STEPS, 1, 3, grid.tokens()),
              (done, total, latents) -> {});
    }
    List<CallLog.Call> expected = expected(run);
    assertThat(log.calls()).hasSize(STEPS).hasSameSizeAs(expected);
    for (int i = 0; i < STEPS; i++) {
      assertThat(log.calls().get(i).skipped()).isEqualTo(expected.get(i).skipped());
      assertThat(log.calls().get(i).accumulated())
          .isCloseTo(expected.get(i).accumulated(), within(1e-4));
    }
  }

  private static List<CallLog.Call> expected(String run) throws IOException {
    String json = Files.readString(Golden.path("decoder/pipeline/pipeline.json"));
    int from = json.indexOf("\"" + run + "\"");
    Matcher matcher =
        CALL.matcher(json.substring(from, json.indexOf("teacache_skipped_calls", from)));
    List<CallLog.Call> calls = new ArrayList<>();
    while (matcher.find()) {
      calls.add(
          new CallLog.Call(
              Boolean.parseBoolean(matcher.group(2)), Double.parseDouble(matcher.group(1))));
    }
    return calls;
  }

  private static DiffusionTransformer open(WeightStore weights) {
    return new DiffusionTransformer(
        FluxConfig.of(weights, Optional.empty()),
        new SessionOpener(Reference.engine(), weights, Reference.settings()));
  }

  private static Branch branch(
      DiffusionTransformer transformer, Map<String, Tensor> golden, String task, PatchGrid grid) {
    List<TokenGroup> groups =
        task.equals("gen")
            ? List.of(new TokenGroup(9, 9, false))
            : List.of(new TokenGroup(9, 9, true), new TokenGroup(18, 18, true));
    Conditioning conditioning =
        new Conditioning(get(golden, task + ".prompt_emb_positive"), groups);
    return transformer.branch(
        grid,
        conditioning.tokens(),
        Position.ofContext(conditioning.groups(), grid),
        get(golden, task + ".pooled_positive"),
        3.5);
  }
}
