package org.nexusgen.pipeline;

import java.util.OptionalInt;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.decode.Conditioning;
import org.nexusgen.api.decode.DecodeListener;
import org.nexusgen.api.decode.DecodeSettings;
import org.nexusgen.api.decode.Decoding;
import org.nexusgen.api.decode.VisionDecoder;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.sampling.DiffusionSampler;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.api.weights.PixelSize;

/**
 * A vision decoder under watch: a picture of the asked size, from latents that are numbers. Every
 * step of the sampler is a sign of life.
 */
record WatchedDecoder(OpenPart<VisionDecoder> part, Watch watch) implements VisionDecoder {
  private static final int LATENT_AXES = 4;

  @Override
  public OptionalInt conditioningWidth() {
    return part.call(watch, "tell its width", (decoder, pulse) -> decoder.conditioningWidth());
  }

  @Override
  public Decoding decode(
      Conditioning conditioning,
      DecodeSettings settings,
      DiffusionSampler sampler,
      DecodeListener listener,
      Cancellation cancellation) {
    Decoding made =
        part.call(
            watch,
            "decode a picture of " + settings.size(),
            (decoder, pulse) ->
                decoder.decode(
                    conditioning,
                    settings,
                    WatchedSampler.inside(part.label(), sampler, pulse),
                    (done, total) -> tell(listener, done, total, pulse),
                    cancellation));
    checkSize(made, settings.size());
    checkLatents(made);
    return made;
  }

  private static void tell(DecodeListener listener, int done, int total, Pulse pulse) {
    pulse.tell(
        () -> {
          listener.step(done, total);
          return true;
        });
  }

  private void checkSize(Decoding made, PixelSize asked) {
    Image image = made.image();
    boolean smaller = image.width() < asked.width() || image.height() < asked.height();
    boolean larger = image.width() > asked.width() || image.height() > asked.height();
    if (smaller || (larger && made.notes().isEmpty())) {
      throw part.label()
          .gave(
              "a picture of %dx%d".formatted(image.width(), image.height()),
              asked + ", or a larger one with a note that says why");
    }
  }

  private void checkLatents(Decoding made) {
    Shape first = made.initialLatents().shape();
    Shape last = made.finalLatents().shape();
    if (last.rank() != LATENT_AXES || last.dim(0) != 1 || !first.equals(last)) {
      throw part.label()
          .gave(
              "latents of shape %s at first, %s at last".formatted(first, last), "[1,c,h,w] twice");
    }
    Finite.require(part.label(), "latents", made.finalLatents());
  }

  /** The model closes its parts. */
  @Override
  public void close() {}
}
