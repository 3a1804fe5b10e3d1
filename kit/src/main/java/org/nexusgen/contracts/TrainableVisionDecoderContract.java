package org.nexusgen.contracts;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.decode.Conditioning;
import org.nexusgen.api.decode.DecodeListener;
import org.nexusgen.api.decode.DecodeSettings;
import org.nexusgen.api.decode.Decoding;
import org.nexusgen.api.decode.VisionDecoder;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.sampling.Denoiser;
import org.nexusgen.api.sampling.DiffusionSampler;
import org.nexusgen.api.sampling.SamplingPlan;
import org.nexusgen.api.sampling.Schedule;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.text.TextConditioning;
import org.nexusgen.api.train.TrainableVisionDecoder;
import org.nexusgen.api.weights.PixelSize;
import org.osgi.annotation.versioning.ConsumerType;

/** What a trainable vision decoder promises: it is the network that paints. */
@ConsumerType
public abstract class TrainableVisionDecoderContract extends TrainablePartContract {
  private static final double GUIDANCE = 3.5;
  private static final float[] TIMESTEPS = {1000, 420.5f, 35};

  protected TrainableVisionDecoderContract() {}

  @Override
  protected abstract TrainableVisionDecoder part();

  /** The decoder of the same model; this class closes it. */
  protected abstract VisionDecoder decoder();

  /** Tokens that the decoder takes. */
  protected abstract Conditioning conditioning();

  /** What the text encoder makes of the empty prompt. */
  protected abstract TextConditioning emptyPrompt();

  /** A size that needs no rounding. */
  protected abstract PixelSize size();

  @Override
  protected final List<Graph> graphs() {
    return List.of(part().graph());
  }

  @Test
  @DisplayName("each picture of a batch has the velocity that it has when it is painted")
  void batch() {
    List<Tensor> latents = new ArrayList<>();
    List<Tensor> contexts = new ArrayList<>();
    List<Tensor> painted = new ArrayList<>();
    double[] timesteps = new double[TIMESTEPS.length];
    try (VisionDecoder decoder = decoder()) {
      for (int i = 0; i < TIMESTEPS.length; i++) {
        Listening listening = new Listening(TIMESTEPS[i]);
        Conditioning each = scaled(conditioning(), 1 - 0.4f * i);
        Decoding decoding =
            decoder.decode(
                each, settings(i), listening, DecodeListener.silent(), new Cancellation());
        timesteps[i] = TIMESTEPS[i];
        latents.add(decoding.initialLatents());
        contexts.add(each.tokens());
        painted.add(Tensor.of(listening.heard, decoding.initialLatents().shape().toArray()));
      }
    }
    TrainableVisionDecoder part = part();
    Map<String, Tensor> inputs =
        new HashMap<>(
            part.inputs(
                stack(latents),
                timesteps,
                GUIDANCE,
                emptyPrompt().pooled(),
                conditioning().groups()));
    inputs.put(TrainableVisionDecoder.CONTEXT, stack(contexts));
    Tensor velocity = run(part.graph(), inputs, TrainableVisionDecoder.VELOCITY);
    for (int i = 0; i < TIMESTEPS.length; i++) {
      assertRow(velocity, i, part.packed(painted.get(i)));
    }
  }

  private DecodeSettings settings(long seed) {
    return new DecodeSettings(
        size(),
        1,
        1,
        GUIDANCE,
        seed,
        emptyPrompt(),
        Optional.empty(),
        Optional.empty(),
        1,
        Optional.empty(),
        Optional.empty());
  }

  private static Conditioning scaled(Conditioning conditioning, float factor) {
    float[] values = conditioning.tokens().floats();
    for (int i = 0; i < values.length; i++) {
      values[i] *= factor;
    }
    Tensor tokens = Tensor.of(values, conditioning.tokens().shape().toArray());
    return new Conditioning(tokens, conditioning.groups());
  }

  /** Asks for one velocity at the noise and remembers it. */
  private static final class Listening implements DiffusionSampler {
    private final float timestep;
    private float[] heard = {};

    Listening(float timestep) {
      this.timestep = timestep;
    }

    @Override
    public String name() {
      return "listening";
    }

    @Override
    public Schedule schedule(SamplingPlan plan) {
      return new Schedule(new float[] {1, 0}, new float[] {timestep});
    }

    @Override
    public float[] sample(
        Denoiser denoiser, float[] start, SamplingPlan plan, StepListener listener) {
      heard = denoiser.velocity(start, timestep).clone();
      return start.clone();
    }
  }
}
