package org.nexusgen.eval;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.PartContext;
import org.nexusgen.api.backbone.AutoregressiveBackbone;
import org.nexusgen.api.backbone.BackboneInfo;
import org.nexusgen.api.backbone.Generation;
import org.nexusgen.api.backbone.GenerationListener;
import org.nexusgen.api.backbone.GenerationSettings;
import org.nexusgen.api.backbone.GenerationSettings.ImageMode;
import org.nexusgen.api.backbone.GenerationSettings.PositionMode;
import org.nexusgen.api.backbone.TokenSampler;
import org.nexusgen.api.backbone.TokenSampling;
import org.nexusgen.api.engine.GraphSession;
import org.nexusgen.api.engine.RunResult;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.text.Prompt;
import org.nexusgen.api.text.Tokenizer;
import org.nexusgen.api.train.TrainableBackbone;
import org.nexusgen.api.train.TrainableBackbone.ImageInputs;
import org.nexusgen.api.train.TrainableBackbone.Picture;
import org.nexusgen.api.train.TrainableBackbone.TrainingSequence;
import org.nexusgen.api.train.TrainingSample;
import org.nexusgen.api.vision.ImageEmbedding;
import org.nexusgen.api.weights.ModelFolder;

/**
 * A backbone on one sequence, both ways: as training sees it, all inputs known, and as inference
 * runs it, from the prompt on.
 */
final class BackboneProbe implements AutoCloseable {
  /** Tokens that an answer may have besides its picture. */
  private static final int MARGIN = 8;

  private final ModelFolder folder;
  private final Tokenizer tokenizer;
  private final AutoregressiveBackbone backbone;
  private final TokenSampler sampler;
  private final TrainableBackbone trainable;
  private final GraphSession network;

  BackboneProbe(PartContext context, EvalServices.BackboneServices services) {
    this.folder = context.model();
    this.sampler = services.sampler();
    this.trainable = services.trainable().open(folder);
    List<AutoCloseable> opened = new ArrayList<>();
    try {
      this.tokenizer = services.tokenizer().open(context);
      opened.add(tokenizer);
      this.backbone = services.backbone().open(context);
      opened.add(backbone);
      this.network =
          context
              .engine()
              .open(trainable.graph(), folder.weights(trainable.weightSet()), context.session());
    } catch (RuntimeException e) {
      opened.forEach(BackboneProbe::closeQuietly);
      throw e;
    }
  }

  /** A sample's tokens up to its picture, and with it. */
  @SuppressWarnings("ArrayRecordComponent") // ids are handed on
  record Encoded(int[] prompt, int[] whole, ImageEmbedding target) {}

  /**
   * @throws BadInputException if the sample does not show exactly one picture
   */
  Encoded encode(TrainingSample sample, ImageEmbedding target) {
    BackboneInfo info = trainable.info();
    int[] ids = tokenizer.encode(sample.messages(), false).ids();
    int start = -1;
    int pictures = 0;
    for (int i = 0; i < ids.length; i++) {
      start = ids[i] == info.visionStart() && pictures == 0 ? i : start;
      pictures += ids[i] == info.imagePad() ? 1 : 0;
    }
    if (pictures != 1 || start < 0) {
      throw new BadInputException(
          "%s shows %d pictures, wants one: the answer's".formatted(sample.id(), pictures));
    }
    Prompt whole = Prompt.expand(ids, info.imagePad(), List.of(target));
    return new Encoded(Arrays.copyOf(ids, start), whole.ids(), target);
  }

  /** The embeddings that are predicted while all inputs are known; one array a sequence. */
  List<float[]> known(List<Encoded> batch, ImageInputs inputs) {
    List<TrainingSequence> sequences = batch.stream().map(BackboneProbe::sequence).toList();
    TrainableBackbone.Batch tensors = trainable.batch(sequences, inputs);
    try (RunResult result = network.run(tensors.inputs())) {
      Tensor all = result.tensor(TrainableBackbone.IMAGE_EMBEDDINGS);
      List<float[]> each = new ArrayList<>();
      int row = 0;
      for (Encoded encoded : batch) {
        each.add(all.rows(row, row + encoded.target().tokens()).floats());
        row += encoded.target().tokens();
      }
      return each;
    }
  }

  /** The picture that the backbone generates by itself. */
  Generation generated(Encoded encoded, ImageMode mode, Cancellation cancellation) {
    GenerationSettings settings =
        new GenerationSettings(
            encoded.target().tokens() + MARGIN,
            TokenSampling.best(),
            folder.settings().generationGrid(),
            mode,
            PositionMode.REFERENCE,
            1,
            true);
    return backbone.generate(
        new Prompt(encoded.prompt(), List.of()),
        settings,
        sampler,
        new UntilPicture(),
        cancellation);
  }

  /** Ends the answer behind its picture: passes are counted for that alone. */
  private static final class UntilPicture implements GenerationListener {
    private boolean shown;

    @Override
    public boolean token(int id) {
      return !shown;
    }

    @Override
    public void image(ImageEmbedding embedding) {
      shown = true;
    }
  }

  private static TrainingSequence sequence(Encoded encoded) {
    float[] weights = new float[encoded.whole().length];
    weights[weights.length - 1] = 1; // a network without any label is not asked for
    return new TrainingSequence(
        encoded.whole(), weights, List.of(new Picture(encoded.target(), true, List.of())));
  }

  @Override
  public void close() {
    closeQuietly(network);
    closeQuietly(backbone);
    closeQuietly(tokenizer);
  }

  private static void closeQuietly(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
