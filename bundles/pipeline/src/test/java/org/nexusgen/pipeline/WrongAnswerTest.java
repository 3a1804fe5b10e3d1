package org.nexusgen.pipeline;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.backbone.Generation;
import org.nexusgen.api.backbone.GenerationListener;
import org.nexusgen.api.backbone.GenerationSettings;
import org.nexusgen.api.backbone.TokenSampler;
import org.nexusgen.api.backbone.TokenSampling;
import org.nexusgen.api.decode.Conditioning;
import org.nexusgen.api.decode.Conditioning.TokenGroup;
import org.nexusgen.api.decode.DecodeListener;
import org.nexusgen.api.decode.DecodeSettings;
import org.nexusgen.api.decode.Decoding;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.message.Message;
import org.nexusgen.api.sampling.Denoiser;
import org.nexusgen.api.sampling.DiffusionSampler;
import org.nexusgen.api.sampling.SamplingPlan;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.text.Prompt;
import org.nexusgen.api.vision.ImageEmbedding;
import org.nexusgen.api.vision.ImageRoute;
import org.nexusgen.api.vision.VisionEncoding;

@DisplayName("A part that gives what it must not give is named, with what it gave:")
class WrongAnswerTest {
  private final ToyModel toy = new ToyModel(Duration.ofSeconds(60));

  @AfterEach
  void close() {
    toy.close();
  }

  @Test
  @DisplayName("an encoder, embeddings of a width that the backbone does not take")
  void encoderWidth() {
    encodes(Toys.embedding(7));
    refuses(
        toy::ask,
        "vision encoder 'bad' 0",
        "gave embeddings of width 7",
        "backbone 'toy' 0",
        "wants width 3",
        "--backbone");
  }

  @Test
  @DisplayName("an encoder, embeddings that hold NaN")
  void encoderNumbers() {
    float[] values = new float[4 * Toys.WIDTH];
    values[5] = Float.NaN;
    encodes(new ImageEmbedding(Tensor.of(values, 4, Toys.WIDTH), 2, 2));
    refuses(toy::ask, "vision encoder 'bad'", "NaN (value 6 of 12)", "--encoder");
  }

  @Test
  @DisplayName("an encoder, embeddings for fewer pictures than it got")
  void encoderCount() {
    encodes();
    refuses(toy::ask, "vision encoder 'bad'", "0 embeddings and 0 grids for 1 picture");
  }

  @Test
  @DisplayName("an encoder, nothing at all")
  void encoderNothing() {
    toy.encoder(
        () ->
            new Toys.Encoder() {
              @Override
              @SuppressWarnings("NullAway") // that is the fault
              public VisionEncoding encode(List<Image> images, ImageRoute route) {
                return null;
              }
            });
    refuses(toy::ask, "vision encoder 'bad'", "gave nothing when it was asked to encode 1 picture");
  }

  @Test
  @DisplayName("a tokenizer, an id that the backbone does not have")
  void tokenizerId() {
    toy.tokenizer(
        () ->
            new Toys.Words() {
              @Override
              public EncodedChat encode(List<Message> messages, boolean begin) {
                return new EncodedChat(new int[] {99}, "", Set.of());
              }
            });
    refuses(toy::ask, "tokenizer 'bad'", "gave the id 99", "backbone 'toy'", "0 to 9");
  }

  @Test
  @DisplayName("a backbone, an id that is no token")
  void backboneId() {
    answers(Toys.Backbone.answer(new int[] {-1}, List.of()));
    refuses(toy::ask, "backbone 'bad'", "gave the id -1", "ids of 0 to 9", "--backbone");
  }

  @Test
  @DisplayName("a backbone, an image outside of the shared embedding space")
  void backboneWidth() {
    answers(Toys.Backbone.answer(new int[] {1}, List.of(Toys.embedding(8))));
    refuses(this::paint, "backbone 'bad'", "width 8", "shared embedding space");
  }

  @Test
  @DisplayName("a backbone, an image that holds infinity")
  void backboneNumbers() {
    float[] values = new float[4 * Toys.WIDTH];
    values[0] = Float.POSITIVE_INFINITY;
    ImageEmbedding image = new ImageEmbedding(Tensor.of(values, 4, Toys.WIDTH), 2, 2);
    answers(Toys.Backbone.answer(new int[] {1}, List.of(image)));
    refuses(this::paint, "backbone 'bad'", "Infinity (value 1 of 12)");
  }

  @Test
  @DisplayName("a backbone, no image although one was forced")
  void backboneWithoutImage() {
    answers(Toys.Backbone.answer(new int[] {1}, List.of()));
    refuses(this::paint, "backbone 'bad'", "an answer without an image");
  }

  @Test
  @DisplayName("a backbone, scores that are no numbers")
  void backboneScores() {
    toy.backbone(
        () ->
            new Toys.Backbone() {
              @Override
              float[] scores() {
                float[] scores = super.scores();
                scores[2] = Float.NaN;
                return scores;
              }
            });
    refuses(toy::ask, "backbone 'bad'", "scores of tokens", "NaN (value 3 of 10)");
  }

  @Test
  @DisplayName("a token sampler, a token that there is not")
  void tokenSampler() {
    toy.figure.tokenSamplers.put(
        new Toys.Best() {
          @Override
          public TokenSampler.Chooser begin(TokenSampling sampling) {
            return (float[] scores, BitSet seen) -> 10;
          }
        },
        ToyModel.first());
    refuses(toy::ask, "token sampler 'toy'", "gave token 10", "one of 0 to 9", "--token-sampler");
  }

  @Test
  @DisplayName("a projector, tokens of a width that the decoder does not take")
  void projectorWidth() {
    projects(
        new Conditioning(Tensor.of(new float[20], 1, 4, 5), List.of(new TokenGroup(2, 2, true))));
    refuses(this::paint, "projector 'bad'", "tokens of width 5", "decoder 'toy'", "wants width 3");
  }

  @Test
  @DisplayName("a projector, tokens that are no numbers")
  void projectorNumbers() {
    float[] values = new float[12];
    Arrays.fill(values, Float.NaN);
    projects(new Conditioning(Tensor.of(values, 1, 4, 3), List.of(new TokenGroup(2, 2, true))));
    refuses(this::paint, "projector 'bad'", "conditioning tokens", "NaN (value 1 of 12)");
  }

  @Test
  @DisplayName("a decoder, a picture of another size without a word")
  void decoderSize() {
    decodes(new Decoding(Toys.picture(5), latents(0), latents(0), List.of(), List.of()));
    refuses(this::paint, "decoder 'bad'", "a picture of 5x5", "8x8", "--decoder");
  }

  @Test
  @DisplayName("a decoder, latents of another shape than those that it began with")
  void decoderLatents() {
    Tensor other = Tensor.of(new float[2], 1, 2, 1, 1);
    decodes(new Decoding(Toys.picture(8), latents(0), other, List.of(), List.of()));
    refuses(this::paint, "decoder 'bad'", "[1,1,2,2] at first, [1,2,1,1] at last");
  }

  @Test
  @DisplayName("a decoder, latents that are no numbers")
  void decoderNumbers() {
    decodes(new Decoding(Toys.picture(8), latents(0), latents(Float.NaN), List.of(), List.of()));
    refuses(this::paint, "decoder 'bad'", "latents that hold NaN (value 1 of 4)");
  }

  @Test
  @DisplayName("a decoder, velocities that are no numbers, at the first step")
  void velocityNumbers() {
    velocity(new float[] {1, Float.NEGATIVE_INFINITY, 1, 1});
    refuses(this::paint, "decoder 'bad'", "velocities at timestep 1.0", "-Infinity (value 2 of 4)");
  }

  @Test
  @DisplayName("a decoder, velocities for fewer latents than there are")
  void velocityLength() {
    velocity(new float[] {1});
    refuses(this::paint, "decoder 'bad'", "a velocity of 1 values, wants 4");
  }

  @Test
  @DisplayName("a sampler, fewer latents than it got")
  void samplerLength() {
    samples(new float[] {1, 2});
    refuses(this::paint, "sampler 'toy'", "latents of 2 values, wants 4", "--sampler");
  }

  @Test
  @DisplayName("a sampler, latents that are no numbers")
  void samplerNumbers() {
    samples(new float[] {1, 2, Float.NaN, 4});
    refuses(this::paint, "sampler 'toy'", "latents that hold NaN (value 3 of 4)");
  }

  private void paint() {
    toy.paint(Optional.empty());
  }

  private static void refuses(Runnable job, String... said) {
    assertThatThrownBy(job::run)
        .isExactlyInstanceOf(NexusGenException.class)
        .message()
        .contains(said);
  }

  private static Tensor latents(float value) {
    return Tensor.of(new float[] {value, value, value, value}, 1, 1, 2, 2);
  }

  private void encodes(ImageEmbedding... embeddings) {
    toy.encoder(
        () ->
            new Toys.Encoder() {
              @Override
              public VisionEncoding encode(List<Image> images, ImageRoute route) {
                VisionEncoding right = super.encode(images.subList(0, embeddings.length), route);
                return new VisionEncoding(
                    Tensor.of(new float[1], 1, 1), right.grids(), List.of(embeddings));
              }
            });
  }

  private void answers(Generation generation) {
    toy.backbone(
        () ->
            new Toys.Backbone() {
              @Override
              public Generation generate(
                  Prompt prompt,
                  GenerationSettings settings,
                  TokenSampler sampler,
                  GenerationListener listener,
                  Cancellation cancellation) {
                return generation;
              }
            });
  }

  private void projects(Conditioning conditioning) {
    toy.projector(
        () ->
            new Toys.Projection() {
              @Override
              public Conditioning project(ImageEmbedding target, List<ImageEmbedding> references) {
                return conditioning;
              }
            });
  }

  private void decodes(Decoding decoding) {
    toy.decoder(
        () ->
            new Toys.Decoder() {
              @Override
              public Decoding decode(
                  Conditioning conditioning,
                  DecodeSettings settings,
                  DiffusionSampler sampler,
                  DecodeListener listener,
                  Cancellation cancellation) {
                return decoding;
              }
            });
  }

  private void velocity(float[] velocity) {
    toy.decoder(
        () ->
            new Toys.Decoder() {
              @Override
              float[] velocity(float[] latents, Cancellation cancellation) {
                return velocity;
              }
            });
  }

  private void samples(float[] latents) {
    toy.figure.samplers.put(
        new Toys.Steps() {
          @Override
          public float[] sample(
              Denoiser denoiser, float[] start, SamplingPlan plan, StepListener listener) {
            return latents;
          }
        },
        ToyModel.first());
  }
}
