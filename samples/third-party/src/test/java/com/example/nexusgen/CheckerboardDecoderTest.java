package com.example.nexusgen;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.nexusgen.api.decode.Conditioning;
import org.nexusgen.api.decode.Conditioning.TokenGroup;
import org.nexusgen.api.decode.VisionDecoder;
import org.nexusgen.api.sampling.DiffusionSampler;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.text.TextConditioning;
import org.nexusgen.api.weights.PixelSize;
import org.nexusgen.contracts.VisionDecoderContract;

@DisplayName("The checkerboard keeps the contract of decoders")
class CheckerboardDecoderTest extends VisionDecoderContract {
  @Override
  protected VisionDecoder decoder() {
    return new CheckerboardDecoder();
  }

  @Override
  protected Conditioning conditioning() {
    Tensor tokens = Tensor.of(new float[] {1, 2, -1, 0, 3, -2, 0.5f, 1}, 1, 4, 2);
    return new Conditioning(tokens, List.of(new TokenGroup(2, 2, true)));
  }

  @Override
  protected TextConditioning emptyPrompt() {
    return new TextConditioning(Tensor.of(new float[1], 1, 1), Optional.empty());
  }

  @Override
  protected DiffusionSampler sampler() {
    return new MidpointSampler();
  }

  @Override
  protected PixelSize size() {
    return new PixelSize(32, 24);
  }
}
