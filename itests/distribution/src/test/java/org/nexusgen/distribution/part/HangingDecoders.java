package org.nexusgen.distribution.part;

import java.util.concurrent.CountDownLatch;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.PartContext;
import org.nexusgen.api.decode.Conditioning;
import org.nexusgen.api.decode.DecodeListener;
import org.nexusgen.api.decode.DecodeSettings;
import org.nexusgen.api.decode.Decoding;
import org.nexusgen.api.decode.DecodingTask;
import org.nexusgen.api.decode.VisionDecoder;
import org.nexusgen.api.sampling.DiffusionSampler;

/** Paints nothing, ever, until it is interrupted. */
public final class HangingDecoders implements VisionDecoder.Provider {
  @Override
  public String name() {
    return "hanging";
  }

  @Override
  public DecodingTask task() {
    return DecodingTask.GENERATION;
  }

  @Override
  public VisionDecoder open(PartContext context) {
    return new HangingDecoder();
  }

  private static final class HangingDecoder implements VisionDecoder {
    @Override
    public Decoding decode(
        Conditioning conditioning,
        DecodeSettings settings,
        DiffusionSampler sampler,
        DecodeListener listener,
        Cancellation cancellation) {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      throw new NexusGenException("interrupted");
    }

    @Override
    public void close() {}
  }
}
