package org.nexusgen.pipeline;

import java.util.List;
import java.util.Optional;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.PartContext;
import org.nexusgen.api.backbone.Generation;
import org.nexusgen.api.backbone.GenerationListener;
import org.nexusgen.api.backbone.GenerationSettings;
import org.nexusgen.api.backbone.TokenSampler;
import org.nexusgen.api.decode.Conditioning;
import org.nexusgen.api.decode.DecodeListener;
import org.nexusgen.api.decode.DecodeSettings;
import org.nexusgen.api.decode.Decoding;
import org.nexusgen.api.decode.DecodingTask;
import org.nexusgen.api.decode.VisionDecoder;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.observe.CacheListener;
import org.nexusgen.api.sampling.DiffusionSampler;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.text.Prompt;
import org.nexusgen.api.text.TextConditioning;
import org.nexusgen.api.text.TextEncoder;
import org.nexusgen.api.vision.ImageEmbedding;
import org.nexusgen.api.vision.ImageRoute;
import org.nexusgen.api.vision.VisionEncoder;
import org.nexusgen.api.vision.VisionEncoding;

/** Toys that tell what they do as real parts tell it. */
final class TalkingToys {
  /** Embeddings of a picture. */
  static final int PICTURE = 4;

  static final int STEPS = 2;

  /** Is done inside the decoder, before its first step. */
  volatile Runnable whilePainting = () -> {};

  final VisionDecoder.Provider decoders = decoders(Toys.NAME);

  VisionDecoder.Provider decoders(String name) {
    return new Toys.Decoders(
        name,
        DecodingTask.GENERATION,
        () ->
            new Toys.Decoder() {
              @Override
              public Decoding decode(
                  Conditioning conditioning,
                  DecodeSettings settings,
                  DiffusionSampler sampler,
                  DecodeListener listener,
                  Cancellation cancellation) {
                whilePainting.run();
                return super.decode(conditioning, settings, sampler, listener, cancellation);
              }
            });
  }

  VisionEncoder.Provider encoders() {
    return new VisionEncoder.Provider() {
      @Override
      public String name() {
        return Toys.NAME;
      }

      @Override
      public VisionEncoder open(PartContext context) {
        return new Toys.Encoder() {
          @Override
          public VisionEncoding encode(List<Image> images, ImageRoute route) {
            ask(context.caches());
            return super.encode(images, route);
          }
        };
      }
    };
  }

  /** Asks a cache here, and on another thread, of which nobody knows for whom it works. */
  private static void ask(CacheListener caches) {
    caches.asked("vision encoder", true);
    Thread other = Thread.ofPlatform().start(() -> caches.asked("vision encoder", false));
    try {
      other.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static TextEncoder.Provider textEncoders() {
    Tensor vector = Tensor.of(new float[2], 1, 2);
    Tensor tokens = Tensor.of(new float[Toys.WIDTH], 1, 1, Toys.WIDTH);
    return new TextEncoder.Provider() {
      @Override
      public String name() {
        return Toys.NAME;
      }

      @Override
      public TextEncoder open(PartContext context) {
        return new TextEncoder() {
          @Override
          public TextConditioning encode(String prompt) {
            return new TextConditioning(vector, Optional.of(tokens));
          }

          @Override
          public void close() {}
        };
      }
    };
  }

  /** Draws where one image is allowed, else says two words. */
  static final class Backbone extends Toys.Backbone {
    @Override
    public Generation generate(
        Prompt prompt,
        GenerationSettings settings,
        TokenSampler sampler,
        GenerationListener listener,
        Cancellation cancellation) {
      cancellation.check();
      if (settings.imagesAllowed() != 1) {
        listener.token(Toys.WORD);
        listener.token(Toys.STOP);
        return answer(new int[] {Toys.WORD, Toys.STOP}, List.of());
      }
      ImageEmbedding image = Toys.embedding(Toys.WIDTH);
      listener.token(Toys.IMAGE_BEGINS);
      listener.imageProgress(0, PICTURE);
      listener.image(image);
      listener.token(Toys.IMAGE_ENDS);
      listener.token(Toys.STOP);
      return drawn(image);
    }

    private static Generation drawn(ImageEmbedding image) {
      int pad = Toys.PICTURE;
      return answer(
          new int[] {Toys.IMAGE_BEGINS, pad, pad, pad, pad, Toys.IMAGE_ENDS, Toys.STOP},
          List.of(image));
    }

    @Override
    public List<Generation> generate(
        List<Prompt> prompts,
        GenerationSettings settings,
        TokenSampler sampler,
        Cancellation cancellation) {
      return prompts.stream().map(one -> drawn(Toys.embedding(Toys.WIDTH))).toList();
    }
  }
}
