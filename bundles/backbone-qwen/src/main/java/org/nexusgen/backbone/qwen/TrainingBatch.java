package org.nexusgen.backbone.qwen;

import java.nio.FloatBuffer;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.backbone.BackboneInfo;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.train.TrainableBackbone.Batch;
import org.nexusgen.api.train.TrainableBackbone.ImageInputs;
import org.nexusgen.api.train.TrainableBackbone.Layout;
import org.nexusgen.api.train.TrainableBackbone.Picture;
import org.nexusgen.api.train.TrainableBackbone.TrainingSequence;
import org.nexusgen.backbone.qwen.RopeIndex.TokenGrid;

/**
 * Sequences side by side, padded on the right: the inputs of {@link QwenTrainingNetwork}. The row
 * at place p predicts what stands at place p + 1, be it a token or an embedding.
 */
final class TrainingBatch {
  private final ImageInputs imageInputs;
  private final Layout layout;
  private final QwenBackboneConfig config;
  private final BackboneInfo info;
  private final int rows;
  private final PlacedRows placed;
  private final PlacedAngles angles;
  private final WantedRows wanted = new WantedRows();

  private TrainingBatch(
      int sequences,
      int rows,
      ImageInputs imageInputs,
      Layout layout,
      QwenBackboneConfig config,
      BackboneInfo info) {
    this.imageInputs = imageInputs;
    this.layout = layout;
    this.config = config;
    this.info = info;
    this.rows = rows;
    this.placed = new PlacedRows(sequences, rows);
    this.angles = new PlacedAngles(sequences, rows, config);
  }

  /**
   * @throws BadInputException if placeholders and pictures do not match, a sequence is too long, or
   *     a chain has branches
   */
  static Batch of(
      List<TrainingSequence> sequences,
      ImageInputs imageInputs,
      Layout layout,
      QwenBackboneConfig config,
      BackboneInfo info) {
    int longest = sequences.stream().mapToInt(sequence -> sequence.ids().length).max().orElse(0);
    if (longest == 0 || longest > info.contextLength()) {
      throw new BadInputException(
          "batch of %d sequences, the longest of %d tokens: wants 1 to %d tokens; leave it out"
              .formatted(sequences.size(), longest, info.contextLength()));
    }
    TrainingBatch batch =
        new TrainingBatch(sequences.size(), longest, imageInputs, layout, config, info);
    for (int i = 0; i < sequences.size(); i++) {
      batch.add(i, sequences.get(i));
    }
    Map<String, Tensor> inputs = batch.placed.inputs(config.hiddenSize());
    inputs.putAll(batch.angles.inputs());
    if (layout == Layout.BRANCHES) {
      inputs.put(QwenTrainingNetwork.SIGHT, BranchSight.of(sequences, longest));
    }
    return batch.wanted.batch(inputs, config.hiddenSize());
  }

  private void add(int number, TrainingSequence sequence) {
    try {
      addPositions(sequence);
      addRows(number * rows, sequence);
    } catch (BadInputException e) {
      throw new BadInputException("sequence %d: %s".formatted(number, e.getMessage()), e);
    }
  }

  private void addPositions(TrainingSequence sequence) {
    if (layout == Layout.CHAIN && !sequence.branches().isEmpty()) {
      throw new BadInputException("it has branches, and the graph is for chains");
    }
    Iterator<TokenGrid> grids =
        sequence.pictures().stream().map(one -> TokenGrid.of(one.embedding())).iterator();
    List<Position> positions = BranchPositions.of(sequence, config.imageTokenId(), grids);
    positions.forEach(angles::add);
    for (int i = positions.size(); i < rows; i++) {
      angles.add(RopeIndex.PADDING);
    }
    if (grids.hasNext()) {
      throw new BadInputException(
          "it has fewer image placeholders than its %d pictures"
              .formatted(sequence.pictures().size()));
    }
  }

  private void addRows(int first, TrainingSequence sequence) {
    int[] ids = sequence.ids();
    Iterator<Picture> pictures = sequence.pictures().iterator();
    int at = 0;
    while (at < ids.length) {
      if (ids[at] == config.imageTokenId()) {
        Picture picture = pictures.next(); // positions were counted, so there is one
        addPicture(first, at, picture, sequence.labelWeights());
        at += picture.embedding().tokens();
      } else {
        addToken(first, at, ids[at], sequence.labelWeights()[at]);
        at++;
      }
    }
  }

  private void addToken(int first, int at, int id, float weight) {
    if (id < 0 || id >= info.vocabulary()) {
      throw new BadInputException(
          "token %d is %d, the vocabulary has %d; is the tokenizer another model's?"
              .formatted(at, id, info.vocabulary()));
    }
    placed.token(first + at, id);
    if (weight != 0) {
      requirePredicted(at);
      wanted.token(first + at - 1, id, weight);
    }
  }

  private void addPicture(int first, int at, Picture picture, float[] labelWeights) {
    require(picture);
    List<FloatBuffer> embeddings = FloatRows.of(picture.embedding().values());
    boolean prefilled = picture.isTarget() && imageInputs == ImageInputs.PREFILL;
    for (int k = 0; k < embeddings.size(); k++) {
      requireUnlabelled(at + k, labelWeights[at + k]);
      if (prefilled) {
        placed.prefill(first + at + k, k);
      } else {
        placed.given(first + at + k, embeddings.get(k));
      }
      if (picture.isTarget()) {
        requirePredicted(at + k);
        float weight = picture.rowWeights().isEmpty() ? 1 : picture.rowWeights().get(k);
        wanted.embedding(first + at + k - 1, embeddings.get(k), weight);
      }
    }
  }

  private void require(Picture picture) {
    if (picture.embedding().width() != config.hiddenSize()) {
      throw new BadInputException(
          "a picture has embeddings of width %d, the backbone wants %d"
              .formatted(picture.embedding().width(), config.hiddenSize()));
    }
    if (picture.isTarget() && picture.embedding().tokens() > info.prefillRows()) {
      throw new BadInputException(
          "a target picture has %d embeddings, the model can predict %d"
              .formatted(picture.embedding().tokens(), info.prefillRows()));
    }
  }

  private static void requireUnlabelled(int at, float weight) {
    if (weight != 0) {
      throw new BadInputException(
          "token %d is an image placeholder and has label weight %s, wants 0"
              .formatted(at, weight));
    }
  }

  private static void requirePredicted(int at) {
    if (at == 0) {
      throw new BadInputException("its first token is to be learned, but nothing comes before it");
    }
  }
}
