package {{package}};

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.nexusgen.api.decode.Conditioning;
import org.nexusgen.api.decode.Conditioning.TokenGroup;
import org.nexusgen.api.decode.VisionDecoder;
import org.nexusgen.api.sampling.Denoiser;
import org.nexusgen.api.sampling.DiffusionSampler;
import org.nexusgen.api.sampling.SamplingPlan;
import org.nexusgen.api.sampling.Schedule;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.text.TextConditioning;
import org.nexusgen.api.weights.PixelSize;
import org.nexusgen.contracts.VisionDecoderContract;

@DisplayName("The vision decoder '{{name}}' keeps the contract")
class {{type}}DecoderTest extends VisionDecoderContract {
  private static final int MOST_PIXELS = 4096;

  @Override
  protected VisionDecoder decoder() {
    return new {{type}}Decoder(MOST_PIXELS);
  }

  @Override
  protected Conditioning conditioning() {
    Tensor tokens = Tensor.of(new float[] {1, 2, -1, 0, 3, -2, 0.5f, 1, 4, 1, -3, 2}, 1, 4, 3);
    return new Conditioning(tokens, List.of(new TokenGroup(2, 2, true)));
  }

  @Override
  protected TextConditioning emptyPrompt() {
    return new TextConditioning(Tensor.of(new float[1], 1, 1), Optional.empty());
  }

  /** This decoder has no steps; one that has them wants a sampler that moves. */
  @Override
  protected DiffusionSampler sampler() {
    return new DiffusionSampler() {
      @Override
      public String name() {
        return "still";
      }

      @Override
      public Schedule schedule(SamplingPlan plan) {
        return new Schedule(new float[] {1, 0}, new float[] {1000});
      }

      @Override
      public float[] sample(
          Denoiser denoiser, float[] start, SamplingPlan plan, StepListener listener) {
        return start;
      }
    };
  }

  @Override
  protected PixelSize size() {
    return new PixelSize(32, 24);
  }
}
