package org.nexusgen.pipeline;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.PartChoice;
import org.nexusgen.api.PartProvider;
import org.nexusgen.api.backbone.AutoregressiveBackbone;
import org.nexusgen.api.backbone.TokenSampler;
import org.nexusgen.api.decode.DecodingTask;
import org.nexusgen.api.decode.Projector;
import org.nexusgen.api.decode.VisionDecoder;
import org.nexusgen.api.sampling.DiffusionSampler;
import org.nexusgen.api.text.TextEncoder;
import org.nexusgen.api.text.Tokenizer;
import org.nexusgen.api.vision.VisionEncoder;

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
  private final Report report = new Report();
  private final Map<String, Lease<?>> leases;
  private final Deque<Lease<?>> inOrder;

  Workbench(Figure figure, OpenParts parts, PartChoice choice) {
    this(figure, parts, figure.usual(), choice, new HashMap<>(), new ArrayDeque<>());
  }

  private Workbench(
      Figure figure,
      OpenParts parts,
      Usual usual,
      PartChoice choice,
      Map<String, Lease<?>> leases,
      Deque<Lease<?>> inOrder) {
    this.figure = figure;
    this.parts = parts;
    this.usual = usual;
    this.choice = choice;
    this.leases = leases;
    this.inOrder = inOrder;
  }

  /** The same services for another request of the same job, which gets a report of its own. */
  Workbench another(PartChoice otherChoice) {
    return new Workbench(figure, parts, usual, otherChoice, leases, inOrder);
  }

  Report report() {
    return report;
  }

  OpenParts parts() {
    return parts;
  }

  VisionEncoder encoder() {
    return part("encoder", usual.encoder().unless(choice.encoder()), figure.encoders);
  }

  Tokenizer tokenizer() {
    return part("tokenizer", PartName.NONE, figure.tokenizers);
  }

  TextEncoder textEncoder() {
    return part("text encoder", PartName.NONE, figure.textEncoders);
  }

  AutoregressiveBackbone backbone() {
    return part("backbone", usual.backbone().unless(choice.backbone()), figure.backbones);
  }

  Projector projector(DecodingTask task) {
    return open(
        "projector",
        leased(
            "projector " + task.word(),
            () -> figure.projectors.first(one -> one.task() == task, " for " + task.word())));
  }

  VisionDecoder decoder(DecodingTask task, Optional<String> asked) {
    PartName name = usual.decoder(task).unless(asked);
    String box = "decoder " + task.word();
    return open(
        "decoder",
        named(box, name, figure.decoders, one -> one.task() == task, " for " + task.word()));
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
  }

  private <P extends AutoCloseable, S extends PartProvider<P>> P part(
      String box, PartName name, Shelf<S> shelf) {
    return open(box, named(box, name, shelf, any -> true, ""));
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

  private <P extends AutoCloseable> P open(String box, PartProvider<P> provider) {
    report.part(box, provider.name(), provider.version());
    return report.timed("load", () -> parts.of(provider));
  }

  @SuppressWarnings("unchecked") // a key stands for leases of one type of service
  private <S> S leased(String key, Supplier<Lease<S>> choose) {
    Lease<S> lease = (Lease<S>) leases.get(key);
    if (lease == null) {
      lease = choose.get();
      leases.put(key, lease);
      inOrder.push(lease);
    }
    return lease.service();
  }
}
