package org.nexusgen.pipeline;

import org.nexusgen.api.PartProvider;
import org.nexusgen.api.backbone.AutoregressiveBackbone;
import org.nexusgen.api.decode.DecodingTask;
import org.nexusgen.api.decode.Projector;
import org.nexusgen.api.decode.VisionDecoder;
import org.nexusgen.api.sampling.DiffusionSampler;
import org.nexusgen.api.text.TextEncoder;
import org.nexusgen.api.text.Tokenizer;
import org.nexusgen.api.vision.VisionEncoder;

/** What one job works with: parts chosen from the figure, opened for the model, and its report. */
final class Workbench {
  private final Figure figure;
  private final OpenParts parts;
  private final Report report;

  Workbench(Figure figure, OpenParts parts, Report report) {
    this.figure = figure;
    this.parts = parts;
    this.report = report;
  }

  Report report() {
    return report;
  }

  OpenParts parts() {
    return parts;
  }

  VisionEncoder encoder() {
    return open("encoder", figure.encoders.first());
  }

  Tokenizer tokenizer() {
    return open("tokenizer", figure.tokenizers.first());
  }

  TextEncoder textEncoder() {
    return open("text encoder", figure.textEncoders.first());
  }

  AutoregressiveBackbone backbone() {
    return open("backbone", figure.backbones.first());
  }

  Projector projector(DecodingTask task) {
    String purpose = " for " + task.word();
    return open("projector", figure.projectors.first(one -> one.task() == task, purpose));
  }

  VisionDecoder decoder(DecodingTask task, String name) {
    VisionDecoder.Provider provider =
        name.isEmpty()
            ? figure.decoders.first(one -> one.task() == task, " for " + task.word())
            : figure.decoders.named(name, one -> one.task() == task);
    return open("decoder", provider);
  }

  DiffusionSampler sampler(String name) {
    DiffusionSampler sampler = figure.samplers.named(name);
    report.part("sampler", sampler.name(), Figure.versionOf(sampler));
    return sampler;
  }

  private <P extends AutoCloseable> P open(String box, PartProvider<P> provider) {
    report.part(box, provider.name(), provider.version());
    return report.timed("load", () -> parts.of(provider));
  }
}
