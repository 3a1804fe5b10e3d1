package org.nexusgen.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.PartContext;
import org.nexusgen.api.PartProvider;
import org.nexusgen.api.decode.DecodingTask;
import org.nexusgen.api.engine.FigurePart;
import org.nexusgen.api.text.TextEncoder;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.WeightSet;

/** The parts that a model's requests get when they name none, in the figure's order. */
record PartLine(Figure figure, Usual usual) {
  /**
   * One of them.
   *
   * @param task of decoders and projectors; generation for the others
   */
  record Seat(FigurePart part, DecodingTask task, PartProvider<?> provider) {
    /** Opens it and puts it away, all of it: T5 opens when it is first asked. */
    void visit(PartContext context) {
      try {
        Object part = provider.open(context);
        try (AutoCloseable closing = (AutoCloseable) part) {
          if (closing instanceof TextEncoder encoder) {
            encoder.encode("");
          }
        }
      } catch (NexusGenException e) {
        throw e;
      } catch (Exception e) {
        throw new NexusGenException(name() + ": " + e.getMessage(), e);
      }
    }

    /** Such as {@code backbone} or {@code decoder editing}. */
    String name() {
      return switch (part) {
        case VISION_ENCODER, BACKBONE, TEXT_ENCODER -> part.word();
        case PROJECTOR, DECODER -> part.word() + " " + task.word();
      };
    }
  }

  /** The one that a request gets which names it so, or leaves it open; none if there is none. */
  List<Seat> seat(FigurePart part, DecodingTask task, Optional<String> asked) {
    List<Seat> seats = new ArrayList<>();
    switch (part) {
      case VISION_ENCODER -> add(seats, part, task, figure.encoders, usual.encoder().unless(asked));
      case BACKBONE -> add(seats, part, task, figure.backbones, usual.backbone().unless(asked));
      case TEXT_ENCODER -> add(seats, part, task, figure.textEncoders, PartName.NONE);
      case PROJECTOR ->
          take(figure.projectors, one -> one.task() == task, PartName.NONE)
              .forEach(one -> seats.add(new Seat(part, task, one)));
      case DECODER ->
          take(figure.decoders, one -> one.task() == task, usual.decoder(task).unless(asked))
              .forEach(one -> seats.add(new Seat(part, task, one)));
    }
    return seats;
  }

  /** Those for which the model has weights. */
  List<Seat> of(ModelFolder model) {
    List<Seat> seats = new ArrayList<>();
    DecodingTask any = DecodingTask.GENERATION;
    if (model.has(WeightSet.BACKBONE)) {
      seats.addAll(seat(FigurePart.VISION_ENCODER, any, Optional.empty()));
      seats.addAll(seat(FigurePart.BACKBONE, any, Optional.empty()));
    }
    for (DecodingTask task : DecodingTask.values()) {
      if (model.has(weights(task))) {
        if (projectorOf(task, model) == task) {
          seats.addAll(seat(FigurePart.PROJECTOR, task, Optional.empty()));
        }
        seats.addAll(seat(FigurePart.DECODER, task, Optional.empty()));
      }
    }
    if (model.has(WeightSet.CLIP_TEXT_ENCODER) && model.has(WeightSet.T5_TEXT_ENCODER)) {
      seats.addAll(seat(FigurePart.TEXT_ENCODER, any, Optional.empty()));
    }
    return seats;
  }

  /** Whose projector feeds a task's decoder. */
  static DecodingTask projectorOf(DecodingTask task, ModelFolder model) {
    // V1 has one decoder and one projector for both tasks: no merger among its weights.
    boolean hasMerger =
        task == DecodingTask.GENERATION
            || !model.has(WeightSet.EDITING_DECODER)
            || model.weights(WeightSet.EDITING_DECODER).names().stream()
                .anyMatch(name -> name.startsWith("embedding_merger."));
    return hasMerger ? task : DecodingTask.GENERATION;
  }

  private static WeightSet weights(DecodingTask task) {
    return switch (task) {
      case GENERATION -> WeightSet.GENERATION_DECODER;
      case EDITING -> WeightSet.EDITING_DECODER;
    };
  }

  private static <S extends PartProvider<?>> void add(
      List<Seat> seats, FigurePart part, DecodingTask task, Shelf<S> shelf, PartName name) {
    take(shelf, any -> true, name).forEach(one -> seats.add(new Seat(part, task, one)));
  }

  /** The one that a request would get; none if there is none. */
  private static <S extends PartProvider<?>> List<S> take(
      Shelf<S> shelf, Predicate<S> fits, PartName name) {
    try (Lease<S> lease = name.isNone() ? shelf.first(fits, "") : shelf.named(name.name(), fits)) {
      return List.of(lease.service());
    } catch (NexusGenException e) {
      return List.of(); // whoever asks for it will hear so
    }
  }
}
