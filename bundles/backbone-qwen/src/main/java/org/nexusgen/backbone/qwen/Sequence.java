package org.nexusgen.backbone.qwen;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.backbone.Generation;
import org.nexusgen.api.backbone.Generation.Finish;
import org.nexusgen.api.backbone.GenerationListener;
import org.nexusgen.api.backbone.GenerationSettings;
import org.nexusgen.api.backbone.GenerationSettings.ImageMode;
import org.nexusgen.api.backbone.TokenSampler;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.text.Prompt;
import org.nexusgen.api.vision.ImageEmbedding;

/**
 * One prompt and its answer while it is written: the state machine of the reference's {@code
 * _sample} (modeling_qwen2_5_vl.py). It takes turns with the network: {@link #next} says what to
 * read, {@link #accept} takes what was predicted.
 *
 * <p>An image of n embeddings begins with {@code vision_start}. Its n placeholders and {@code
 * vision_end} follow whatever the scores say. The network reads {@code vision_start} and prefill
 * rows 0…n-1; embedding k is predicted from the k-th of these n + 1 rows, and the last one only
 * informs the text behind the image. With {@link ImageMode#ONE_PASS} all of them, and {@code
 * vision_end} behind them, are one reading.
 *
 * <p>Where the reference fails, this goes on: every image has its own counters; a prompt with
 * pictures may end in {@code vision_start}; {@code vision_end} and placeholders cannot be chosen.
 */
final class Sequence {
  private final QwenModel model;
  private final GenerationSettings settings;
  private final TokenSampler.Chooser chooser;
  private final GenerationListener listener;
  private final TokenBudget budget;
  private final Tensor promptPositions;

  private final List<Row> unread = new ArrayList<>();
  private final List<Integer> written = new ArrayList<>();
  private final BitSet seen = new BitSet();
  private final List<ImageEmbedding> images = new ArrayList<>();
  private int nextPosition;
  private Optional<ImageInProgress> image = Optional.empty();
  private Optional<Finish> finish = Optional.empty();

  /**
   * Begins an answer.
   *
   * @throws BadInputException if the prompt does not fit the context, its pictures do not fit, or
   *     it begins an image that does not fit the budget
   */
  Sequence(
      QwenModel model,
      Prompt prompt,
      GenerationSettings settings,
      TokenSampler.Chooser chooser,
      GenerationListener listener) {
    this.model = model;
    this.settings = settings;
    this.chooser = chooser;
    this.listener = listener;
    int[] ids = prompt.ids();
    this.budget = TokenBudget.of(ids.length, settings.maxNewTokens(), model.info().contextLength());
    List<Position> positions = RopeIndex.of(prompt, model.config().imageTokenId());
    this.promptPositions = RopeIndex.tensor(positions);
    this.nextPosition = 1 + positions.stream().mapToInt(Position::max).max().orElse(-1);
    unread.addAll(model.inputs().rows(prompt, positions, model.config()));
    Arrays.stream(ids).forEach(seen::set);
    if (ids[ids.length - 1] == model.config().visionStartTokenId()) {
      beginImage();
    } else if (settings.forceImage()) {
      writeUnread(model.config().visionStartTokenId());
    }
  }

  boolean isFinished() {
    return finish.isPresent();
  }

  /** Whether all that it would read next is an image, so that a batch may let it wait. */
  boolean isAtImage() {
    return image.isPresent() && settings.mode() == ImageMode.ONE_PASS && unread.size() == 1;
  }

  /** What the network must read next. */
  Reading next() {
    List<Row> rows = new ArrayList<>(unread);
    unread.clear();
    if (image.isEmpty()) {
      return new Reading(rows, true, 0, 0);
    }
    return switch (settings.mode()) {
      case ONE_PASS -> wholeImage(rows, image.get());
      case LOOP, NAIVE -> stepOfImage(rows, image.get());
    };
  }

  private Reading wholeImage(List<Row> rows, ImageInProgress current) {
    int visionStart = rows.size() - 1;
    boolean textFollows = textFollows(current);
    int prefilled = textFollows ? current.total() : current.total() - 1;
    for (int k = 0; k < prefilled; k++) {
      rows.add(new Row(model.inputs().prefill().row(k), current.position(k)));
    }
    if (textFollows) {
      rows.add(tokenRow(model.config().visionEndTokenId(), positionAfter(current)));
    }
    return new Reading(rows, textFollows, visionStart, current.total());
  }

  /** Whether there is budget for a token behind the image and its end mark. */
  private boolean textFollows(ImageInProgress current) {
    return budget.remaining(written.size()) > current.total() - current.done() + 1;
  }

  private Reading stepOfImage(List<Row> rows, ImageInProgress current) {
    int done = current.done();
    if (done > 0) {
      boolean naive = settings.mode() == ImageMode.NAIVE;
      rows.add(
          new Row(
              naive ? current.embedding(done - 1) : model.inputs().prefill().row(done - 1),
              current.position(done - 1)));
    }
    return new Reading(rows, false, rows.size() - 1, current.isComplete() ? 0 : 1);
  }

  /** Takes what the heads said of the last reading. */
  void accept(Prediction prediction) {
    if (image.isEmpty()) {
      choose(prediction.scores());
      return;
    }
    ImageInProgress current = image.get();
    boolean allRead = settings.mode() == ImageMode.ONE_PASS || current.isComplete();
    if (!current.isComplete()) {
      extendImage(current, prediction.embeddings());
    }
    if (allRead && !isFinished()) {
      image = Optional.empty();
      int visionEnd = model.config().visionEndTokenId();
      int position = positionAfter(current);
      nextPosition = position + 1;
      write(visionEnd);
      if (settings.mode() != ImageMode.ONE_PASS) {
        unread.add(tokenRow(visionEnd, position));
      } else if (!isFinished()) {
        choose(prediction.scores());
      }
    }
  }

  private void extendImage(ImageInProgress current, float[] predicted) {
    int before = current.done();
    current.add(predicted);
    for (int k = before; k < current.done(); k++) {
      written.add(model.config().imageTokenId());
    }
    seen.set(model.config().imageTokenId());
    listener.imageProgress(current.done(), current.total());
    if (current.isComplete()) {
      ImageEmbedding finished = current.finished();
      images.add(finished);
      listener.image(finished);
      if (budget.remaining(written.size()) == 0) {
        finish = Optional.of(Finish.BUDGET);
      }
    }
  }

  private int positionAfter(ImageInProgress current) {
    return switch (settings.positions()) {
      case REFERENCE -> current.base() + current.total();
      case CONSISTENT -> current.positionAfter();
    };
  }

  private void choose(float[] scores) {
    boolean mayBegin =
        images.size() < settings.imagesAllowed()
            && !budget.isTooLateFor(written.size(), rows() * columns());
    ScoreRules.apply(scores, model.config(), mayBegin, written.size());
    writeUnread(chooser.choose(scores, seen));
  }

  private void writeUnread(int id) {
    unread.add(tokenRow(id, nextPosition++));
    write(id);
  }

  private Row tokenRow(int id, int position) {
    return new Row(model.inputs().tokens().row(id), Position.text(position));
  }

  private void write(int id) {
    written.add(id);
    seen.set(id);
    boolean goOn = listener.token(id);
    if (model.info().stopIds().contains(id)) {
      finish = Optional.of(Finish.END_OF_TEXT);
    } else if (!goOn) {
      finish = Optional.of(Finish.STOPPED);
    } else if (id == model.config().visionStartTokenId()) {
      beginImage();
    } else if (budget.remaining(written.size()) == 0) {
      finish = Optional.of(Finish.BUDGET);
    }
  }

  private void beginImage() {
    if (images.size() >= settings.imagesAllowed()) {
      throw new BadInputException(
          "the prompt begins an image, but the answer may hold %d; allow one"
              .formatted(settings.imagesAllowed()));
    }
    int embeddings = rows() * columns();
    budget.requireImage(written.size(), embeddings);
    image =
        Optional.of(
            new ImageInProgress(nextPosition, rows(), columns(), model.config().hiddenSize()));
    listener.imageProgress(0, embeddings);
  }

  /** Embeddings from top to bottom of an image. */
  private int rows() {
    return settings.grid().height() / model.config().spatialMergeSize();
  }

  private int columns() {
    return settings.grid().width() / model.config().spatialMergeSize();
  }

  /**
   * The answer.
   *
   * @param forwards how often the network ran for it
   */
  Generation generation(int forwards) {
    return new Generation(
        written.stream().mapToInt(Integer::intValue).toArray(),
        images,
        finish.orElseThrow(),
        promptPositions,
        forwards);
  }
}
