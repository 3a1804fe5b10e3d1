package org.nexusgen.distribution.part;

import java.util.List;
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
import org.nexusgen.api.image.Image;
import org.nexusgen.api.sampling.DiffusionSampler;
import org.nexusgen.api.tensor.Tensor;

/** Paints one pixel, but not before it may. */
public final class GatedDecoders implements VisionDecoder.Provider {
  private final String name;
  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch mayLeave = new CountDownLatch(1);
  private volatile boolean closed;

  public GatedDecoders(String name) {
    this.name = name;
  }

  /** Waits until a call is inside. */
  public void awaitCall() throws InterruptedException {
    entered.await();
  }

  /** Lets all calls end. */
  public void open() {
    mayLeave.countDown();
  }

  /** Whether the decoder that it made was closed. */
  public boolean isClosed() {
    return closed;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public DecodingTask task() {
    return DecodingTask.GENERATION;
  }

  @Override
  public VisionDecoder open(PartContext context) {
    return new VisionDecoder() {
      @Override
      public Decoding decode(
          Conditioning conditioning,
          DecodeSettings settings,
          DiffusionSampler sampler,
          DecodeListener listener,
          Cancellation cancellation) {
        entered.countDown();
        try {
          mayLeave.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new NexusGenException("interrupted", e);
        }
        Tensor end = Tensor.of(new float[] {1, 2}, 1, 2, 1, 1);
        Image pixel = new Image(1, 1, Image.Channels.RGB, new byte[] {1, 2, 3});
        return new Decoding(pixel, end, end, List.of(), List.of());
      }

      @Override
      public void close() {
        closed = true;
      }
    };
  }
}
