package org.nexusgen.decoder.flux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.nexusgen.decoder.flux.Reference.assertClose;
import static org.nexusgen.decoder.flux.Reference.get;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.PartContext;
import org.nexusgen.api.decode.Conditioning;
import org.nexusgen.api.decode.Conditioning.TokenGroup;
import org.nexusgen.api.decode.DecodeListener;
import org.nexusgen.api.decode.DecodeSettings;
import org.nexusgen.api.decode.DecodeSettings.TeaCache;
import org.nexusgen.api.decode.DecodeSettings.Tiling;
import org.nexusgen.api.decode.Decoding;
import org.nexusgen.api.decode.DecodingTask;
import org.nexusgen.api.decode.VisionDecoder;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.sampling.DiffusionSampler;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.text.TextConditioning;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.PixelSize;
import org.nexusgen.api.weights.WeightSet;
import org.nexusgen.contracts.DiffusionDecoderContract;
import org.nexusgen.decoder.flux.transformer.Float8Weights;

@DisplayName("The FLUX decoder")
class FluxDecoderTest extends DiffusionDecoderContract {
  private final Map<String, Tensor> odd = Reference.resource("odd/expected.safetensors");
  private final ModelFolder model = Reference.resourceModel("odd");

  @AfterEach
  void close() {
    model.close();
  }

  @Override
  protected VisionDecoder decoder() {
    return Reference.provider(DecodingTask.GENERATION)
        .open(new PartContext(model, Reference.engine(), Reference.settings()));
  }

  @Override
  protected Conditioning conditioning() {
    return new Conditioning(get(odd, "context"), List.of(new TokenGroup(1, 5, true)));
  }

  @Override
  protected TextConditioning emptyPrompt() {
    return new TextConditioning(get(odd, "pooled"), Optional.empty());
  }

  @Override
  protected DiffusionSampler sampler() {
    return Reference.sampler("euler");
  }

  @Override
  protected PixelSize size() {
    return new PixelSize(40, 24);
  }

  private Asked asked(int steps) {
    return Asked.of(40, 24, steps, get(odd, "pooled"));
  }

  private Decoding decode(Asked asked) {
    return decode(conditioning(), asked.settings(), sampler());
  }

  private Decoding decode(Conditioning context, DecodeSettings settings, DiffusionSampler sampler) {
    try (VisionDecoder decoder = decoder()) {
      return decoder.decode(
          context, settings, sampler, DecodeListener.silent(), new Cancellation());
    }
  }

  private TextConditioning negative() {
    float[] tokens = new float[4 * 10];
    Arrays.fill(tokens, 0.3f);
    return new TextConditioning(
        Tensor.of(new float[] {1, -1, 0, 2, 0.5f, -2}, 1, 6),
        Optional.of(Tensor.of(tokens, 1, 4, 10)));
  }

  @Test
  @DisplayName("with a cache for each branch decides as each branch alone would")
  void cachePerBranch() {
    TeaCache shared = new TeaCache(0.5, false);
    TeaCache own = new TeaCache(0.5, true);
    List<Integer> alone = decode(asked(8).cached(shared)).skippedCalls();
    List<Integer> both =
        decode(asked(8).cached(own).guided(2, Optional.of(negative()))).skippedCalls();
    List<Integer> positive = both.stream().filter(i -> i % 2 == 0).map(i -> i / 2).toList();

    assertThat(alone).isNotEmpty().doesNotContain(0, 7);
    assertThat(both).doesNotContain(0, 1, 14, 15);
    // The negative branch sees another embedding, but the same polynomial: it skips, too.
    assertThat(both).anyMatch(i -> i % 2 == 1);
    assertThat(positive).isNotEmpty();
  }

  @Test
  @DisplayName("with a hair-thin cache threshold paints as without a cache")
  void cacheThatNeverSkips() {
    Decoding plain = decode(asked(4));
    Decoding cached = decode(asked(4).cached(new TeaCache(1e-9, true)));
    assertThat(cached.skippedCalls()).isEmpty();
    assertThat(cached.finalLatents().floats()).isEqualTo(plain.finalLatents().floats());
  }

  @Test
  @DisplayName("with equal branches is not moved by guidance")
  void guidanceBetweenEqualBranches() {
    Conditioning nowhere =
        new Conditioning(get(odd, "context"), List.of(new TokenGroup(1, 5, false)));
    TextConditioning same =
        new TextConditioning(get(odd, "pooled"), Optional.of(get(odd, "context")));
    Decoding plain = decode(nowhere, asked(3).settings(), sampler());
    Decoding guided = decode(nowhere, asked(3).guided(4, Optional.of(same)).settings(), sampler());
    assertClose("latents", guided.finalLatents().floats(), plain.finalLatents().floats(), 1e-6);
  }

  @Test
  @DisplayName("with tiles leaves TeaCache out, and says so")
  void tilesWithoutCache() {
    Asked asked = asked(2).cached(new TeaCache(0.5, false)).tiled(new Tiling(6, 4));
    Decoding decoding = decode(asked);
    assertThat(decoding.skippedCalls()).isEmpty();
    assertThat(decoding.notes()).containsExactly("TeaCache is not used with tiles");
  }

  @Test
  @DisplayName("with one tile as large as the picture paints as without tiles")
  void oneTile() {
    Decoding plain = decode(asked(3));
    Decoding tiled = decode(asked(3).tiled(new Tiling(128, 64)));
    assertClose("latents", tiled.finalLatents().floats(), plain.finalLatents().floats(), 1e-5);
  }

  @Test
  @DisplayName("with tiles encodes an input image in tiles, too")
  void tiledInput() {
    Image input = new Image(40, 24, Image.Channels.RGB, new byte[40 * 24 * 3]);
    Decoding decoding = decode(asked(2).from(input, 0.4).tiled(new Tiling(6, 4)));
    assertThat(decoding.image().width()).isEqualTo(40);
  }

  @Test
  @DisplayName("refuses tiles that cut patches")
  void oddTiles() {
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> decode(asked(2).tiled(new Tiling(7, 4))))
        .withMessage("tiling: got size 7 and stride 4, FLUX wants even numbers");
  }

  @Test
  @DisplayName("refuses a picture of absurd size before it allocates anything")
  void absurdSize() {
    Asked huge = Asked.of(2_000_000_000, 24, 2, get(odd, "pooled"));
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> decode(huge))
        .withMessageContaining("2000000000x24");
  }

  @Test
  @DisplayName("refuses a pooled vector of another model")
  void otherPooled() {
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> decode(Asked.of(40, 24, 2, Tensor.of(new float[5], 1, 5))))
        .withMessageContaining("pooled")
        .withMessageContaining("[1,5]");
  }

  @Test
  @DisplayName("names the step after which a value is not a number")
  void notANumber() {
    float[] tokens = get(odd, "context").floats();
    tokens[3] = Float.NaN;
    Conditioning broken =
        new Conditioning(Tensor.of(tokens, 1, 5, 10), List.of(new TokenGroup(1, 5, true)));
    assertThatExceptionOfType(NexusGenException.class)
        .isThrownBy(() -> decode(broken, asked(3).settings(), sampler()))
        .withMessageContaining("NaN after step 1 of 3");
  }

  @Test
  @DisplayName("says that strength means nothing without an input image")
  void strengthAlone() {
    DecodeSettings plain = asked(2).settings();
    DecodeSettings weak =
        new DecodeSettings(
            plain.size(),
            plain.steps(),
            plain.cfgScale(),
            plain.guidance(),
            plain.seed(),
            plain.emptyPrompt(),
            plain.negative(),
            Optional.empty(),
            0.5,
            Optional.empty(),
            Optional.empty());
    Decoding decoding = decode(conditioning(), weak, sampler());
    assertThat(decoding.notes()).containsExactly("strength has no effect without an input image");
    assertThat(decoding.finalLatents().floats())
        .isEqualTo(decode(asked(2)).finalLatents().floats());
  }

  @Test
  @DisplayName("paints with every sampler there is")
  void everySampler() {
    for (String name : Reference.samplers()) {
      Decoding decoding = decode(conditioning(), asked(4).settings(), Reference.sampler(name));
      assertThat(decoding.image().pixels()).as(name).hasSize(40 * 24 * 3);
    }
    assertThat(Reference.samplers()).hasSizeGreaterThan(5).contains("euler");
  }

  @Test
  @DisplayName("rounds every transformer weight to float8 and no other")
  void float8() {
    var exact = model.weights(WeightSet.GENERATION_DECODER);
    var rounded = new Float8Weights(exact);
    assertThat(rounded.names()).isEqualTo(exact.names());
    Set<DType> types =
        rounded.names().stream()
            .map(name -> rounded.entry(name).dtype())
            .collect(Collectors.toSet());
    assertThat(types).containsExactly(DType.F8E4M3);
    assertThat(rounded.read("dit.x_embedder.weight").floats())
        .isNotEqualTo(exact.read("dit.x_embedder.weight").floats());
  }
}
