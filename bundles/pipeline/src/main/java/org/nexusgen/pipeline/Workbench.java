package org.nexusgen.pipeline;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.PartChoice;
import org.nexusgen.api.PartProvider;
import org.nexusgen.api.backbone.TokenSampler;
import org.nexusgen.api.decode.DecodingTask;
import org.nexusgen.api.decode.Projector;
import org.nexusgen.api.decode.VisionDecoder;
import org.nexusgen.api.sampling.DiffusionSampler;
import org.nexusgen.api.text.TextEncoder;

/**
 * What one job works with: services on lease, their parts opened for the model, and the job's
 * report. A job keeps each service that it began with to its end, however the figure changes
 * meanwhile. Used by the job's thread alone.
 */
final class Workbench implements AutoCloseable {
  private final Figure figure;
  private final OpenParts parts;
  private final Usual usual;
  private final PartChoice choice;
  private final Journal.Entry entry;
  private final Report report;
  private final Map<String, Lease<?>> leases;
  private final Deque<Lease<?>> inOrder;
  private final Watch watch;
  private final DecoderSeat.Place place;
  private final Runnable onEnd;

  /**
   * @param onEnd is run when the job ends
   */
  Workbench(
      Figure figure, OpenParts parts, PartChoice choice, Journal.Entry entry, Runnable onEnd) {
    this(figure, parts, figure.usual(), choice, entry, onEnd);
  }

  private Workbench(
      Figure figure,
      OpenParts parts,
      Usual usual,
      PartChoice choice,
      Journal.Entry entry,
      Runnable onEnd) {
    this(
        figure,
        parts,
        usual,
        choice,
        entry,
        new HashMap<>(),
        new ArrayDeque<>(),
        new Watch(usual.partPatience(), figure::gaveUp),
        parts.place(),
        onEnd);
  }

  private Workbench(
      Figure figure,
      OpenParts parts,
      Usual usual,
      PartChoice choice,
      Journal.Entry entry,
      Map<String, Lease<?>> leases,
      Deque<Lease<?>> inOrder,
      Watch watch,
      DecoderSeat.Place place,
      Runnable onEnd) {
    this.figure = figure;
    this.parts = parts;
    this.usual = usual;
    this.choice = choice;
    this.entry = entry;
    this.report = new Report(entry);
    this.leases = leases;
    this.inOrder = inOrder;
    this.watch = watch;
    this.place = place;
    this.onEnd = onEnd;
  }

  /** The same services for another request of the same job, which gets a report of its own. */
  Workbench another(PartChoice otherChoice) {
    return new Workbench(
        figure, parts, usual, otherChoice, entry, leases, inOrder, watch, place, onEnd);
  }

  Report report() {
    return report;
  }

  OpenParts parts() {
    return parts;
  }

  /**
   * Says what the job will use, before it opens anything.
   *
   * @throws BadInputException if it does not fit into memory
   */
  void require(UnaryOperator<Needs> needs) {
    parts.require(
        place, () -> needs.apply(new Needs(new PartLine(figure, usual), parts.context().model())));
  }

  PartChoice choice() {
    return choice;
  }

  WatchedEncoder encoder() {
    PartName name = usual.encoder().unless(choice.encoder());
    return new WatchedEncoder(part("encoder", name, figure.encoders), watch);
  }

  WatchedTokenizer tokenizer() {
    return new WatchedTokenizer(part("tokenizer", PartName.NONE, figure.tokenizers), watch);
  }

  TextEncoder textEncoder() {
    return new WatchedTextEncoder(part("text encoder", PartName.NONE, figure.textEncoders), watch);
  }

  WatchedBackbone backbone() {
    PartName name = usual.backbone().unless(choice.backbone());
    return new WatchedBackbone(part("backbone", name, figure.backbones), watch);
  }

  WatchedProjector projector(DecodingTask task) {
    Projector.Provider provider =
        leased(
            "projector " + task.word(),
            () -> figure.projectors.first(one -> one.task() == task, " for " + task.word()));
    return new WatchedProjector(open("projector", figure.projectors, provider), watch);
  }

  WatchedDecoder decoder(DecodingTask task, Optional<String> asked, Cancellation cancellation) {
    PartName name = usual.decoder(task).unless(asked);
    String box = "decoder " + task.word();
    VisionDecoder.Provider provider =
        named(box, name, figure.decoders, one -> one.task() == task, " for " + task.word());
    parts.makeRoomFor(provider, place, cancellation);
    return new WatchedDecoder(open("decoder", figure.decoders, provider), watch);
  }

  /**
   * The asked sampler, else the configured one, else the model's own.
   *
   * @param own the model's
   */
  DiffusionSampler sampler(Optional<String> asked, String own) {
    return listed("sampler", usual.sampler().unless(asked).or(own), figure.samplers);
  }

  TokenSampler tokenSampler(Optional<String> asked) {
    return listed("token sampler", usual.tokenSampler().unless(asked), figure.tokenSamplers);
  }

  /** Gives all services back, the youngest first. */
  @Override
  public void close() {
    while (!inOrder.isEmpty()) {
      inOrder.pop().close();
    }
    leases.clear();
    parts.end(place);
    watch.close();
    onEnd.run();
  }

  private <P extends AutoCloseable, S extends PartProvider<P>> OpenPart<P> part(
      String box, PartName name, Shelf<S> shelf) {
    return open(box, shelf, named(box, name, shelf, any -> true, ""));
  }

  private <S> S listed(String box, PartName name, Shelf<S> shelf) {
    S service = named(box, name, shelf, any -> true, "");
    report.part(box, shelf.nameOf(service), Figure.versionOf(service));
    return service;
  }

  /** The service of that name, or the best one where nobody named one. */
  private <S> S named(
      String box, PartName name, Shelf<S> shelf, Predicate<S> fits, String purpose) {
    return leased(
        box + " " + name.name(),
        () -> {
          try {
            return name.isNone() ? shelf.first(fits, purpose) : shelf.named(name.name(), fits);
          } catch (BadInputException e) {
            throw new BadInputException(e.getMessage() + name.blame(), e);
          }
        });
  }

  private <P extends AutoCloseable, S extends PartProvider<P>> OpenPart<P> open(
      String box, Shelf<S> shelf, S provider) {
    PartLabel label = PartLabel.of(shelf, provider);
    report.part(box, label.name(), label.version());
    PartEngines.part(provider)
        .ifPresent(part -> report.engine(part.word(), () -> parts.engines().told(provider)));
    return report.timed("load", () -> parts.of(provider, label, watch));
  }

  @SuppressWarnings("unchecked") // a key stands for leases of one type of service
  private <S> S leased(String key, Supplier<Lease<S>> choose) {
    Lease<S> lease = (Lease<S>) leases.get(key);
    if (lease == null) {
      lease = report.asCurrent(choose);
      leases.put(key, lease);
      inOrder.push(lease);
    }
    return lease.service();
  }
}
