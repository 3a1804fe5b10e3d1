package org.nexusgen.distribution.part;

import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.PartContext;
import org.nexusgen.api.decode.Conditioning;
import org.nexusgen.api.decode.DecodeListener;
import org.nexusgen.api.decode.DecodeSettings;
import org.nexusgen.api.decode.Decoding;
import org.nexusgen.api.decode.DecodingTask;
import org.nexusgen.api.decode.VisionDecoder;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.sampling.DiffusionSampler;
import org.nexusgen.api.sampling.SamplingPlan;
import org.nexusgen.api.tensor.Tensor;

/** Paints one pixel, and notices when it is used after it was taken away. */
public final class InstantDecoders implements VisionDecoder.Provider {
  private static final long WORK_NANOS = 200_000;

  private final Presence presence = new Presence("decoder");

  void leave() {
    presence.leave();
  }

  @Override
  public String name() {
    return "instant";
  }

  @Override
  public DecodingTask task() {
    return DecodingTask.GENERATION;
  }

  @Override
  public VisionDecoder open(PartContext context) {
    presence.check();
    return new InstantDecoder(presence);
  }

  private static final class InstantDecoder implements VisionDecoder {
    private final Presence provider;
    private final Presence self = new Presence("opened decoder");

    InstantDecoder(Presence provider) {
      this.provider = provider;
    }

    @Override
    public Decoding decode(
        Conditioning conditioning,
        DecodeSettings settings,
        DiffusionSampler sampler,
        DecodeListener listener,
        Cancellation cancellation) {
      float[] latents =
          sampler.sample(
              (now, time) -> new float[now.length],
              new float[] {1, 2},
              new SamplingPlan(2, 1, 1, 2),
              (done, total, now) -> listener.step(done, total));
      LockSupport.parkNanos(WORK_NANOS);
      provider.check();
      self.check();
      Tensor end = Tensor.of(latents, 1, 2, 1, 1);
      Image pixel = new Image(1, 1, Image.Channels.RGB, new byte[] {1, 2, 3});
      return new Decoding(pixel, end, end, List.of(), List.of());
    }

    @Override
    public void close() {
      self.leave();
    }
  }
}
