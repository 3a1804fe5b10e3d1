package org.nexusgen.training.decoder;

import java.util.ArrayList;
import java.util.List;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.decode.DecodingTask;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.message.Message;
import org.nexusgen.api.message.Role;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.train.SampleSource.Split;
import org.nexusgen.api.train.TrainingSample;
import org.nexusgen.api.vision.ImageEmbedding;
import org.nexusgen.api.vision.ImageRoute;
import org.nexusgen.training.mix.Ingredient;
import org.nexusgen.training.mix.Pantry;
import org.nexusgen.training.pictures.EmbeddedPictures;
import org.nexusgen.training.pictures.Fitting;
import org.nexusgen.training.pictures.Latents;
import org.nexusgen.training.pictures.PictureStream;
import org.nexusgen.training.pictures.Pixels;

/** Pictures to be painted, with their embeddings and latents. */
final class Lessons {
  private final DecodingTask task;
  private final Pantry pantry;
  private final Ingredient ingredient;
  private final PictureStream pictures;
  private final EmbeddedPictures embedded;
  private final Latents latents;
  private final LatentScale scale;
  private final Fitting fitting;
  private List<Lesson> prepared = List.of();

  /**
   * @param ingredient where edits come from
   * @param pictures where pictures to be generated come from
   */
  Lessons(
      DecodingTask task,
      Pantry pantry,
      Ingredient ingredient,
      PictureStream pictures,
      EmbeddedPictures embedded,
      Latents latents,
      LatentScale scale,
      Fitting fitting) {
    this.task = task;
    this.pantry = pantry;
    this.ingredient = ingredient;
    this.pictures = pictures;
    this.embedded = embedded;
    this.latents = latents;
    this.scale = scale;
    this.fitting = fitting;
  }

  /** Lessons that follow one another. */
  List<Lesson> of(Split split, long first, int count) {
    if (prepared.isEmpty() || split == Split.HELD_OUT) {
      return make(split, first, count);
    }
    List<Lesson> lessons = new ArrayList<>();
    for (long index = first; index < first + count; index++) {
      lessons.add(prepared.get((int) (index % prepared.size())));
    }
    return lessons;
  }

  /** From now on, lessons of training are so many, again and again. */
  void prepare(int count, PreparedLessons kept) {
    prepared = kept.of(count, (first, some) -> make(Split.TRAINING, first, some));
  }

  /** A target and its sources. */
  private record Shown(Image target, List<Image> sources) {}

  private List<Lesson> make(Split split, long first, int count) {
    List<Shown> shown = new ArrayList<>();
    for (long index = first; index < first + count; index++) {
      shown.add(
          switch (task) {
            case GENERATION -> new Shown(pictures.picture(split, index), List.of());
            case EDITING -> edit(pantry.sample(ingredient, split, index));
          });
    }
    List<Image> targets = shown.stream().map(Shown::target).toList();
    List<Image> sources = shown.stream().flatMap(one -> one.sources().stream()).toList();
    List<ImageEmbedding> ofTargets = embedded.of(targets, ImageRoute.TARGET);
    List<ImageEmbedding> ofSources =
        sources.isEmpty() ? List.of() : embedded.of(sources, ImageRoute.REFERENCE);
    Tensor all = scale.of(latents.of(Pixels.tensor(targets.stream().map(fitting::of).toList())));
    List<Lesson> lessons = new ArrayList<>();
    int source = 0;
    for (int i = 0; i < count; i++) {
      List<ImageEmbedding> embeddings = new ArrayList<>(List.of(ofTargets.get(i)));
      for (int k = 0; k < shown.get(i).sources().size(); k++) {
        embeddings.add(ofSources.get(source++));
      }
      lessons.add(new Lesson(embeddings, all.rows(i, i + 1)));
    }
    return lessons;
  }

  /** The first edit of a sample: the user's last picture before it is the source. */
  private static Shown edit(TrainingSample sample) {
    List<Image> before = new ArrayList<>();
    for (Message message : sample.messages()) {
      if (message.role() == Role.ASSISTANT && !message.images().isEmpty() && !before.isEmpty()) {
        return new Shown(message.images().get(0), List.of(before.getLast()));
      }
      before.addAll(message.images());
    }
    throw new BadInputException("sample " + sample.id() + " shows no picture before and after");
  }
}
