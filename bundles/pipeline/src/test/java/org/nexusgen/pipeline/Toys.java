package org.nexusgen.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.PartContext;
import org.nexusgen.api.backbone.AutoregressiveBackbone;
import org.nexusgen.api.backbone.BackboneInfo;
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
import org.nexusgen.api.decode.DecodingTask;
import org.nexusgen.api.decode.Projector;
import org.nexusgen.api.decode.VisionDecoder;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.message.Message;
import org.nexusgen.api.message.Part;
import org.nexusgen.api.sampling.Denoiser;
import org.nexusgen.api.sampling.DiffusionSampler;
import org.nexusgen.api.sampling.SamplingPlan;
import org.nexusgen.api.sampling.Schedule;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.text.Prompt;
import org.nexusgen.api.text.Tokenizer;
import org.nexusgen.api.vision.ImageEmbedding;
import org.nexusgen.api.vision.ImageGrid;
import org.nexusgen.api.vision.ImageRoute;
import org.nexusgen.api.vision.VisionEncoder;
import org.nexusgen.api.vision.VisionEncoding;
import org.nexusgen.api.weights.PixelSize;

/** Parts that answer at once and compute nothing. A test replaces what it wants to go wrong. */
final class Toys {
  static final String NAME = "toy";
  static final int WIDTH = 3;
  static final int PICTURE = 2;
  static final int IMAGE_BEGINS = 3;
  static final int IMAGE_ENDS = 4;
  static final int STOP = 5;
  static final int WORD = 6;

  static final BackboneInfo INFO =
      new BackboneInfo(
          WIDTH, 10, 100, 4, PICTURE, IMAGE_BEGINS, IMAGE_ENDS, Set.of(STOP), TokenSampling.best());

  private Toys() {}

  static ImageEmbedding embedding(int width) {
    return new ImageEmbedding(Tensor.of(new float[4 * width], 4, width), 2, 2);
  }

  static Image picture(int side) {
    return new Image(side, side, Image.Channels.RGB, new byte[3 * side * side]);
  }

  /** Sees four embeddings of zeros in every picture. */
  static class Encoder implements VisionEncoder {
    @Override
    public VisionEncoding encode(List<Image> images, ImageRoute route) {
      return new VisionEncoding(
          Tensor.of(new float[images.size()], images.size(), 1),
          images.stream().map(one -> new ImageGrid(1, 4, 4)).toList(),
          images.stream().map(one -> embedding(WIDTH)).toList());
    }

    @Override
    public VisionEncoding encode(Image image, PixelSize size) {
      return encode(List.of(image), ImageRoute.TARGET);
    }

    @Override
    public void close() {}
  }

  /** Knows one word. */
  static class Words implements Tokenizer {
    @Override
    public EncodedChat encode(List<Message> messages, boolean addGenerationPrompt) {
      List<Integer> ids = new ArrayList<>();
      for (Message message : messages) {
        message.parts().forEach(p -> ids.add(p instanceof Part.ImagePart ? PICTURE : WORD));
      }
      return new EncodedChat(ids.stream().mapToInt(id -> id).toArray(), "", Set.of());
    }

    @Override
    public int[] encodeText(String text) {
      return new int[] {WORD};
    }

    @Override
    public int[] encodeMarkup(String markup) {
      return new int[] {WORD};
    }

    @Override
    public String decode(int[] ids, boolean skipSpecialTokens) {
      StringBuilder text = new StringBuilder();
      for (int id : ids) {
        text.append('<').append(id).append('>');
      }
      return text.toString();
    }

    @Override
    public StreamingDecoder streamingDecoder(boolean skipSpecialTokens) {
      return new StreamingDecoder() {
        @Override
        public String next(int id) {
          return "word ";
        }

        @Override
        public String finish() {
          return "";
        }
      };
    }

    @Override
    public OptionalInt id(String token) {
      return OptionalInt.empty();
    }

    @Override
    public void close() {}
  }

  /** Answers with two words, or with an image where one is forced. */
  static class Backbone implements AutoregressiveBackbone {
    @Override
    public BackboneInfo info() {
      return INFO;
    }

    @Override
    public Generation generate(
        Prompt prompt,
        GenerationSettings settings,
        TokenSampler sampler,
        GenerationListener listener,
        Cancellation cancellation) {
      TokenSampler.Chooser chooser = sampler.begin(settings.sampling());
      int[] ids = new int[2];
      for (int i = 0; i < ids.length; i++) {
        cancellation.check();
        ids[i] = chooser.choose(scores(), new java.util.BitSet());
        listener.token(ids[i]);
      }
      return answer(ids, settings.forceImage() ? List.of(embedding(WIDTH)) : List.of());
    }

    float[] scores() {
      float[] scores = new float[INFO.vocabulary()];
      scores[WORD] = 1;
      return scores;
    }

    static Generation answer(int[] ids, List<ImageEmbedding> images) {
      return new Generation(
          ids,
          images,
          Generation.Finish.END_OF_TEXT,
          Tensor.of(new long[] {0, 0, 0}, 3, 1, 1),
          ids.length);
    }

    @Override
    public List<Generation> generate(
        List<Prompt> prompts,
        GenerationSettings settings,
        TokenSampler sampler,
        Cancellation cancellation) {
      return prompts.stream()
          .map(p -> answer(new int[] {WORD}, List.of(embedding(WIDTH))))
          .toList();
    }

    @Override
    public void close() {}
  }

  /** Chooses the best token. */
  static class Best implements TokenSampler {
    @Override
    public String name() {
      return NAME;
    }

    @Override
    public Chooser begin(TokenSampling sampling) {
      return (scores, seen) -> {
        int best = 0;
        for (int i = 1; i < scores.length; i++) {
          best = scores[i] > scores[best] ? i : best;
        }
        return best;
      };
    }
  }

  /** Four tokens as they are. */
  static class Projection implements Projector {
    @Override
    public Conditioning project(ImageEmbedding target, List<ImageEmbedding> references) {
      return new Conditioning(
          Tensor.of(new float[4 * WIDTH], 1, 4, WIDTH), List.of(new TokenGroup(2, 2, true)));
    }

    @Override
    public void close() {}
  }

  /** Black pictures from four latents that the sampler moves. */
  static class Decoder implements VisionDecoder {
    @Override
    public OptionalInt conditioningWidth() {
      return OptionalInt.of(WIDTH);
    }

    @Override
    public Decoding decode(
        Conditioning conditioning,
        DecodeSettings settings,
        DiffusionSampler sampler,
        DecodeListener listener,
        Cancellation cancellation) {
      float[] start = {1, 2, 3, 4};
      float[] end =
          sampler.sample(
              (latents, timestep) -> velocity(latents, cancellation),
              start,
              new SamplingPlan(settings.steps(), 1, 1, 4),
              (done, total, latents) -> listener.step(done, total));
      return new Decoding(
          picture(settings.size().width()),
          Tensor.of(start, 1, 1, 2, 2),
          Tensor.of(end, 1, 1, 2, 2),
          List.of(),
          List.of());
    }

    float[] velocity(float[] latents, Cancellation cancellation) {
      cancellation.check();
      return latents.clone();
    }

    @Override
    public void close() {}
  }

  /** Asks once a step and stays where it is. */
  static class Steps implements DiffusionSampler {
    @Override
    public String name() {
      return NAME;
    }

    @Override
    public Schedule schedule(SamplingPlan plan) {
      return new Schedule(new float[plan.steps() + 1], new float[plan.steps()]);
    }

    @Override
    public float[] sample(
        Denoiser denoiser, float[] start, SamplingPlan plan, StepListener listener) {
      for (int i = 0; i < plan.steps(); i++) {
        float[] ignored = denoiser.velocity(start, 1);
        listener.updated(i + 1, plan.steps(), ignored);
      }
      return start.clone();
    }
  }

  record Encoders(String name, Supplier<VisionEncoder> made) implements VisionEncoder.Provider {
    @Override
    public VisionEncoder open(PartContext context) {
      return made.get();
    }
  }

  record Tokenizers(String name, Supplier<Tokenizer> made) implements Tokenizer.Provider {
    @Override
    public Tokenizer open(PartContext context) {
      return made.get();
    }
  }

  record Backbones(String name, Supplier<AutoregressiveBackbone> made)
      implements AutoregressiveBackbone.Provider {
    @Override
    public AutoregressiveBackbone open(PartContext context) {
      return made.get();
    }
  }

  record Projectors(String name, DecodingTask task, Supplier<Projector> made)
      implements Projector.Provider {
    @Override
    public Projector open(PartContext context) {
      return made.get();
    }
  }

  record Decoders(String name, DecodingTask task, Supplier<VisionDecoder> made)
      implements VisionDecoder.Provider {
    @Override
    public VisionDecoder open(PartContext context) {
      return made.get();
    }
  }
}
