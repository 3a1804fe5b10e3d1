package org.nexusgen.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.ImaginingRequest;
import org.nexusgen.api.JobListener;
import org.nexusgen.api.TokenOptions;
import org.nexusgen.api.backbone.AutoregressiveBackbone;
import org.nexusgen.api.backbone.Generation;
import org.nexusgen.api.backbone.GenerationSettings;
import org.nexusgen.api.message.Message;
import org.nexusgen.api.text.Prompt;
import org.nexusgen.api.vision.ImageRoute;

/** Prompts to image embeddings: the templates of generation and editing, polishing, batches. */
final class Imagination {
  private static final int ONE_IMAGE = 1;

  private final Workbench bench;
  private final Function<TokenOptions, Writer> writers;

  Imagination(Workbench bench, Function<TokenOptions, Writer> writers) {
    this.bench = bench;
    this.writers = writers;
  }

  /** What was written, and the prompt that it answers. */
  record Imagined(Writer.Written written, String prompt) {}

  Imagined imagine(ImaginingRequest request, JobListener listener, Cancellation cancellation) {
    String prompt = request.polish() ? polish(request, listener, cancellation) : request.prompt();
    Writer.Written written =
        writers
            .apply(request.tokens())
            .write(
                messages(request, prompt),
                ImageRoute.EDITING,
                request.tokens(),
                ONE_IMAGE,
                true,
                listener,
                cancellation);
    return new Imagined(written, prompt);
  }

  /**
   * Imagines several prompts, as one batch of the backbone where they ask for the same kind of
   * writing.
   */
  static List<Imagined> imagineAll(
      List<Imagination> jobs,
      List<ImaginingRequest> requests,
      JobListener listener,
      Cancellation cancellation) {
    ImaginingRequest first = requests.get(0);
    boolean alike =
        requests.stream()
            .allMatch(
                one ->
                    !one.polish()
                        && one.tokens().equals(first.tokens())
                        && one.parts().equals(first.parts()));
    if (requests.size() > 1 && alike) {
      return asBatch(jobs, requests, listener, cancellation);
    }
    List<Imagined> imagined = new ArrayList<>();
    for (int i = 0; i < requests.size(); i++) {
      imagined.add(jobs.get(i).imagine(requests.get(i), listener, cancellation));
    }
    return imagined;
  }

  private static List<Imagined> asBatch(
      List<Imagination> jobs,
      List<ImaginingRequest> requests,
      JobListener listener,
      Cancellation cancellation) {
    TokenOptions options = requests.get(0).tokens();
    List<Writer> writers = new ArrayList<>();
    List<Prompt> prompts = new ArrayList<>();
    int longest = 0;
    for (int i = 0; i < requests.size(); i++) {
      Writer writer = jobs.get(i).writers.apply(options);
      ImaginingRequest request = requests.get(i);
      Prompt prompt =
          writer.prompt(messages(request, request.prompt()), ImageRoute.EDITING, cancellation);
      writers.add(writer);
      prompts.add(prompt);
      longest = Math.max(longest, prompt.ids().length);
    }
    AutoregressiveBackbone backbone = jobs.get(0).bench.backbone();
    GenerationSettings settings = writers.get(0).settings(options, longest, ONE_IMAGE);
    listener.progress("imagine", 0, prompts.size());
    List<Generation> generations =
        writers.get(0).generateAll(backbone, prompts, settings, cancellation);
    listener.progress("imagine", prompts.size(), prompts.size());
    List<Imagined> imagined = new ArrayList<>();
    for (int i = 0; i < requests.size(); i++) {
      Generation generation = generations.get(i);
      imagined.add(
          generation.images().isEmpty()
              ? jobs.get(i).imagine(requests.get(i), listener, cancellation)
              : new Imagined(
                  writers.get(i).written(prompts.get(i), generation), requests.get(i).prompt()));
    }
    return imagined;
  }

  private static List<Message> messages(ImaginingRequest request, String prompt) {
    return request.images().isEmpty()
        ? Templates.generation(prompt, request.language())
        : Templates.editing(request.images(), prompt);
  }

  private String polish(ImaginingRequest request, JobListener listener, Cancellation cancellation) {
    String polished =
        writers
            .apply(request.tokens())
            .write(
                Templates.polishing(request.prompt(), request.language()),
                ImageRoute.EDITING,
                request.tokens(),
                0,
                false,
                listener,
                cancellation)
            .text()
            .strip();
    if (polished.isBlank()) {
      bench.report().warn("the model had nothing to add to the prompt; it is used as it is");
      return request.prompt();
    }
    return polished;
  }
}
