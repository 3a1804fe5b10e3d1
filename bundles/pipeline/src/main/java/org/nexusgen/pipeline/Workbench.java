package org.nexusgen.pipeline;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
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
  private final Report report = new Report();
  private final Map<String, Lease<?>> leases;
  private final Deque<Lease<?>> inOrder;

  Workbench(Figure figure, OpenParts parts) {
    this(figure, parts, new HashMap<>(), new ArrayDeque<>());
  }

  private Workbench(
      Figure figure, OpenParts parts, Map<String, Lease<?>> leases, Deque<Lease<?>> inOrder) {
    this.figure = figure;
    this.parts = parts;
    this.leases = leases;
    this.inOrder = inOrder;
  }

  /** The same services for another request of the same job, which gets a report of its own. */
  Workbench another() {
    return new Workbench(figure, parts, leases, inOrder);
  }

  Report report() {
    return report;
  }

  OpenParts parts() {
    return parts;
  }

  VisionEncoder encoder() {
    return part("encoder", figure.encoders::first);
  }

  Tokenizer tokenizer() {
    return part("tokenizer", figure.tokenizers::first);
  }

  TextEncoder textEncoder() {
    return part("text encoder", figure.textEncoders::first);
  }

  AutoregressiveBackbone backbone() {
    return part("backbone", figure.backbones::first);
  }

  Projector projector(DecodingTask task) {
    return part(
        "projector",
        () -> figure.projectors.first(one -> one.task() == task, " for " + task.word()));
  }

  VisionDecoder decoder(DecodingTask task, String name) {
    return part(
        "decoder",
        () ->
            name.isEmpty()
                ? figure.decoders.first(one -> one.task() == task, " for " + task.word())
                : figure.decoders.named(name, one -> one.task() == task));
  }

  DiffusionSampler sampler(String name) {
    DiffusionSampler sampler = leased("sampler", () -> figure.samplers.named(name));
    report.part("sampler", sampler.name(), Figure.versionOf(sampler));
    return sampler;
  }

  TokenSampler tokenSampler(String name) {
    TokenSampler sampler =
        leased(
            "token sampler",
            () -> name.isEmpty() ? figure.tokenSamplers.first() : figure.tokenSamplers.named(name));
    report.part("token sampler", sampler.name(), Figure.versionOf(sampler));
    return sampler;
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
      String box, Supplier<Lease<S>> choice) {
    S provider = leased(box, choice);
    report.part(box, provider.name(), provider.version());
    return report.timed("load", () -> parts.of(provider));
  }

  @SuppressWarnings("unchecked") // a box holds leases of its own type of service
  private <S> S leased(String box, Supplier<Lease<S>> choice) {
    Lease<S> lease = (Lease<S>) leases.get(box);
    if (lease == null) {
      lease = choice.get();
      leases.put(box, lease);
      inOrder.push(lease);
    }
    return lease.service();
  }
}
