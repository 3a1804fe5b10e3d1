package org.nexusgen.pipeline;

import java.util.List;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.backbone.AutoregressiveBackbone;
import org.nexusgen.api.backbone.BackboneInfo;
import org.nexusgen.api.backbone.Generation;
import org.nexusgen.api.backbone.GenerationListener;
import org.nexusgen.api.backbone.GenerationSettings;
import org.nexusgen.api.backbone.TokenSampler;
import org.nexusgen.api.text.Prompt;
import org.nexusgen.api.vision.ImageEmbedding;

/**
 * A backbone under watch: its ids are tokens, its images lie in the shared embedding space. Every
 * token and every row of an image is a sign of life.
 */
record WatchedBackbone(OpenPart<AutoregressiveBackbone> part, Watch watch)
    implements AutoregressiveBackbone {
  @Override
  public BackboneInfo info() {
    return part.call(watch, "tell its sizes", (backbone, pulse) -> backbone.info());
  }

  @Override
  public Generation generate(
      Prompt prompt,
      GenerationSettings settings,
      TokenSampler sampler,
      GenerationListener listener,
      Cancellation cancellation) {
    Generation made =
        part.call(
            watch,
            "answer a prompt of %d tokens".formatted(prompt.ids().length),
            (backbone, pulse) ->
                backbone.generate(
                    prompt,
                    settings,
                    WatchedTokenSampler.inside(part.label(), sampler, pulse),
                    new Told(listener, pulse),
                    cancellation));
    return checked(made, settings, info());
  }

  @Override
  public List<Generation> generate(
      List<Prompt> prompts,
      GenerationSettings settings,
      TokenSampler sampler,
      Cancellation cancellation) {
    List<Generation> made =
        part.call(
            watch,
            "answer %d prompts".formatted(prompts.size()),
            (backbone, pulse) ->
                backbone.generate(
                    prompts,
                    settings,
                    WatchedTokenSampler.inside(part.label(), sampler, pulse),
                    cancellation));
    if (made.size() != prompts.size()) {
      throw part.label().gave(made.size() + " answers", prompts.size() + ", one for each prompt");
    }
    BackboneInfo info = info();
    made.forEach(one -> checked(one, settings, info));
    return made;
  }

  private Generation checked(Generation made, GenerationSettings settings, BackboneInfo info) {
    for (int id : made.newIds()) {
      if (id < 0 || id >= info.vocabulary()) {
        throw part.label().gave("the id " + id, "ids of 0 to " + (info.vocabulary() - 1));
      }
    }
    if (settings.forceImage() && made.images().isEmpty()) {
      throw part.label().gave("an answer without an image", "the image that was asked for");
    }
    for (ImageEmbedding image : made.images()) {
      if (image.width() != info.hiddenSize()) {
        throw part.label()
            .gave(
                "an image of embeddings of width " + image.width(),
                info.hiddenSize() + ", the width of the shared embedding space");
      }
      Finite.require(part.label(), "image embeddings", image.values());
    }
    return made;
  }

  /** What the backbone tells reaches the request's thread. */
  private record Told(GenerationListener listener, Pulse pulse) implements GenerationListener {
    @Override
    public boolean token(int id) {
      return pulse.tell(() -> listener.token(id));
    }

    @Override
    public void imageProgress(int done, int total) {
      pulse.tell(
          () -> {
            listener.imageProgress(done, total);
            return true;
          });
    }

    @Override
    public void image(ImageEmbedding embedding) {
      pulse.tell(
          () -> {
            listener.image(embedding);
            return true;
          });
    }
  }

  /** The model closes its parts. */
  @Override
  public void close() {}
}
