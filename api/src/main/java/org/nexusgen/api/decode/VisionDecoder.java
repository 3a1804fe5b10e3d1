package org.nexusgen.api.decode;

import java.util.OptionalInt;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.PartProvider;
import org.nexusgen.api.sampling.DiffusionSampler;
import org.osgi.annotation.versioning.ConsumerType;

/** Conditioning to a picture. Thread-safe until closed. */
@ConsumerType
public interface VisionDecoder extends AutoCloseable {
  /**
   * Decodes.
   *
   * @param sampler moves the latents from noise to data with this decoder's denoiser
   * @throws org.nexusgen.api.BadInputException if the settings do not fit this decoder
   * @throws org.nexusgen.api.NexusGenException if a value of the result is not a number
   * @throws org.nexusgen.api.CancelledException within one step of a cancellation
   */
  Decoding decode(
      Conditioning conditioning,
      DecodeSettings settings,
      DiffusionSampler sampler,
      DecodeListener listener,
      Cancellation cancellation);

  /**
   * Width c of the conditioning tokens [1,m,c] that it takes, so that a projector that does not fit
   * is named before anything is computed; empty if it takes any or does not tell.
   */
  default OptionalInt conditioningWidth() {
    return OptionalInt.empty();
  }

  @Override
  void close();

  /** Makes decoders of one task. */
  @ConsumerType
  interface Provider extends PartProvider<VisionDecoder> {
    DecodingTask task();
  }
}
