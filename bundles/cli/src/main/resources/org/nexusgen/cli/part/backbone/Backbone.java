package {{package}};

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.backbone.AutoregressiveBackbone;
import org.nexusgen.api.backbone.BackboneInfo;
import org.nexusgen.api.backbone.Generation;
import org.nexusgen.api.backbone.Generation.Finish;
import org.nexusgen.api.backbone.GenerationListener;
import org.nexusgen.api.backbone.GenerationSettings;
import org.nexusgen.api.backbone.TokenSampler;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.text.Prompt;
import org.nexusgen.api.vision.ImageEmbedding;

/**
 * Says words by chance and dreams embeddings, the same for the same prompt. It stands where your
 * network goes, in {@link #scores} and {@link #dream}; budgets, images, listeners and refusals are
 * as the pipeline wants them.
 */
final class {{type}}Backbone implements AutoregressiveBackbone {
  /** Patches that Qwen2.5-VL merges into one embedding, on a side. */
  private static final int MERGE = 2;

  private final BackboneInfo info;
  private final int words;

  /**
   * @param words after which an answer ends
   */
  {{type}}Backbone(BackboneInfo info, int words) {
    this.info = info;
    this.words = words;
  }

  @Override
  public BackboneInfo info() {
    return info;
  }

  @Override
  public List<Generation> generate(
      List<Prompt> prompts,
      GenerationSettings settings,
      TokenSampler sampler,
      Cancellation cancellation) {
    return prompts.stream()
        .map(one -> generate(one, settings, sampler, GenerationListener.silent(), cancellation))
        .toList();
  }

  @Override
  public Generation generate(
      Prompt prompt,
      GenerationSettings settings,
      TokenSampler sampler,
      GenerationListener listener,
      Cancellation cancellation) {
    check(prompt);
    int embeddings = settings.grid().tokens(MERGE);
    int budget = Math.min(settings.maxNewTokens(), info.contextLength() - prompt.ids().length);
    if (settings.forceImage() && budget < embeddings + 2) {
      throw new BadInputException(
          "{{name}}: a budget of %d tokens ends inside an image, which takes %d"
              .formatted(budget, embeddings + 2));
    }
    TokenSampler.Chooser chooser = sampler.begin(settings.sampling());
    Random random = new Random(Arrays.hashCode(prompt.ids()));
    BitSet seen = new BitSet();
    Arrays.stream(prompt.ids()).forEach(seen::set);
    List<Integer> ids = new ArrayList<>();
    List<ImageEmbedding> images = new ArrayList<>();
    Finish finish = Finish.BUDGET;
    int forwards = 0;
    while (ids.size() < budget && finish == Finish.BUDGET) {
      cancellation.check();
      forwards++;
      boolean room =
          images.size() < settings.imagesAllowed() && budget - ids.size() >= embeddings + 2;
      float[] scores = scores(random, ids.size(), room);
      int id =
          settings.forceImage() && ids.isEmpty()
              ? info.visionStart()
              : chooser.choose(scores, seen);
      finish = write(id, ids, seen, listener);
      if (id == info.visionStart()) {
        ImageEmbedding image = dream(random, settings);
        ids.addAll(Collections.nCopies(embeddings, info.imagePad()));
        listener.imageProgress(embeddings, embeddings);
        images.add(image);
        listener.image(image);
        finish = write(info.visionEnd(), ids, seen, listener);
      }
    }
    return new Generation(
        ids.stream().mapToInt(Integer::intValue).toArray(),
        images,
        finish,
        positions(prompt.ids().length),
        forwards);
  }

  private Finish write(int id, List<Integer> ids, BitSet seen, GenerationListener listener) {
    ids.add(id);
    seen.set(id);
    boolean more = listener.token(id);
    return info.stopIds().contains(id) ? Finish.END_OF_TEXT : more ? Finish.BUDGET : Finish.STOPPED;
  }

  private void check(Prompt prompt) {
    int[] ids = prompt.ids();
    if (ids.length == 0 || ids.length >= info.contextLength()) {
      throw new BadInputException(
          "{{name}}: got a prompt of %d tokens, wants 1 to %d"
              .formatted(ids.length, info.contextLength() - 1));
    }
    for (int id : ids) {
      if (id < 0 || id >= info.vocabulary()) {
        throw new BadInputException(
            "{{name}}: got token %d, wants 0 to %d".formatted(id, info.vocabulary() - 1));
      }
    }
    long places = Arrays.stream(ids).filter(id -> id == info.imagePad()).count();
    int embeddings = prompt.images().stream().mapToInt(ImageEmbedding::tokens).sum();
    boolean wide = prompt.images().stream().anyMatch(one -> one.width() != info.hiddenSize());
    if (places != embeddings || wide) {
      throw new BadInputException(
          "{{name}}: got %d places for %d embeddings, wants as many, each of width %d"
              .formatted(places, embeddings, info.hiddenSize()));
    }
  }

  /** What may come next, and how likely: your network's logits. */
  private float[] scores(Random random, int written, boolean imageAllowed) {
    float[] scores = new float[info.vocabulary()];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = (float) random.nextGaussian();
    }
    info.stopIds().forEach(id -> scores[id] = written < words ? -100 : 100);
    scores[info.imagePad()] = Float.NEGATIVE_INFINITY;
    scores[info.visionEnd()] = Float.NEGATIVE_INFINITY;
    if (!imageAllowed) {
      scores[info.visionStart()] = Float.NEGATIVE_INFINITY;
    }
    return scores;
  }

  /** The embeddings of an image: your network's second head. */
  private ImageEmbedding dream(Random random, GenerationSettings settings) {
    int tokens = settings.grid().tokens(MERGE);
    float[] values = new float[tokens * info.hiddenSize()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return new ImageEmbedding(
        Tensor.of(values, tokens, info.hiddenSize()),
        settings.grid().height() / MERGE,
        settings.grid().width() / MERGE);
  }

  /** Of time, row and column: here simply where a token stands. */
  private static Tensor positions(int length) {
    long[] positions = new long[3 * length];
    for (int i = 0; i < positions.length; i++) {
      positions[i] = i % length;
    }
    return Tensor.of(positions, 3, 1, length);
  }

  @Override
  public void close() {
    // nothing is open
  }
}
