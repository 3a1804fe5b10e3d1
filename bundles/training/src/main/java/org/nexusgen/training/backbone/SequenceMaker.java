package org.nexusgen.training.backbone;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.message.Message;
import org.nexusgen.api.message.Role;
import org.nexusgen.api.train.TrainableBackbone.Picture;
import org.nexusgen.api.train.TrainableBackbone.TrainingSequence;
import org.nexusgen.api.train.TrainingSample;
import org.nexusgen.api.vision.ImageEmbedding;
import org.nexusgen.api.vision.ImageRoute;
import org.nexusgen.training.backbone.ChatLabels.Labelled;
import org.nexusgen.training.pictures.EmbeddedPictures;

/**
 * Samples as sequences. Pictures of users are encoded as for a prompt and read; those of the
 * assistant are encoded at the target size and predicted.
 */
final class SequenceMaker {
  private final ChatLabels labels;
  private final EmbeddedPictures pictures;
  private final ChangedRows changed;
  private final Optional<Branches> branches;
  private final int imagePad;

  /**
   * @param branches for samples with alternatives; empty if all are chains
   */
  SequenceMaker(
      ChatLabels labels,
      EmbeddedPictures pictures,
      ChangedRows changed,
      Optional<Branches> branches,
      int imagePad) {
    this.labels = labels;
    this.branches = branches;
    this.pictures = pictures;
    this.changed = changed;
    this.imagePad = imagePad;
  }

  /** One sequence a sample; their pictures are encoded together. */
  List<TrainingSequence> of(List<TrainingSample> samples) {
    List<Image> read = new ArrayList<>();
    List<Image> targets = new ArrayList<>();
    ImageRoute route = ImageRoute.UNDERSTANDING;
    for (TrainingSample sample : samples) {
      if (sample.task() == TrainingSample.Task.EDITING) {
        route = ImageRoute.EDITING;
      }
      for (Message message : sample.messages()) {
        (message.role() == Role.ASSISTANT ? targets : read).addAll(message.images());
      }
    }
    Iterator<ImageEmbedding> embeddedRead = embed(read, route);
    Iterator<ImageEmbedding> embeddedTargets = embed(targets, ImageRoute.TARGET);
    List<TrainingSequence> sequences = new ArrayList<>();
    for (TrainingSample sample : samples) {
      sequences.add(sequence(sample, embeddedRead, embeddedTargets));
    }
    return sequences;
  }

  private Iterator<ImageEmbedding> embed(List<Image> images, ImageRoute route) {
    return images.isEmpty()
        ? List.<ImageEmbedding>of().iterator()
        : pictures.of(images, route).iterator();
  }

  private TrainingSequence sequence(
      TrainingSample sample, Iterator<ImageEmbedding> read, Iterator<ImageEmbedding> targets) {
    List<Picture> shown = new ArrayList<>();
    Optional<ImageEmbedding> last = Optional.empty();
    for (Message message : sample.messages()) {
      boolean isTarget = message.role() == Role.ASSISTANT;
      for (int i = 0; i < message.images().size(); i++) {
        ImageEmbedding embedding = isTarget ? targets.next() : read.next();
        List<Float> weights =
            isTarget
                ? last.map(source -> changed.weights(source, embedding)).orElse(List.of())
                : List.of();
        shown.add(new Picture(embedding, isTarget, weights));
        // What stands for itself changes the first picture, a conversation the latest.
        last = isTarget && sample.alternatives() ? last : Optional.of(embedding);
      }
    }
    List<Integer> tokens = shown.stream().map(one -> one.embedding().tokens()).toList();
    if (branches.isPresent()) {
      Branches.Branched branched = branches.get().of(sample);
      Labelled labelled = branched.all().expanded(imagePad, tokens);
      List<Integer> starts = expandedStarts(branched, tokens);
      return new TrainingSequence(labelled.ids(), labelled.weights(), shown, starts);
    }
    if (sample.alternatives() || !sample.drills().isEmpty()) {
      throw new BadInputException(
          "sample %s has alternatives or drills: set '\"branches\": true' to learn from them"
              .formatted(sample.id()));
    }
    Labelled labelled = labels.label(sample.id(), sample.messages()).expanded(imagePad, tokens);
    return new TrainingSequence(labelled.ids(), labelled.weights(), shown);
  }

  /** Where branches begin when every placeholder is as long as its picture. */
  private List<Integer> expandedStarts(Branches.Branched branched, List<Integer> tokens) {
    List<Integer> starts = new ArrayList<>();
    int[] ids = branched.all().ids();
    int pictures = 0;
    int moved = 0;
    for (int i = 0; i < ids.length; i++) {
      if (branched.starts().contains(i)) {
        starts.add(i + moved);
      }
      if (ids[i] == imagePad) {
        moved += tokens.get(pictures++) - 1;
      }
    }
    return starts;
  }
}
