package org.nexusgen.backbone.qwen;

import static org.nexusgen.backbone.qwen.ToyModel.EMBEDDINGS;
import static org.nexusgen.backbone.qwen.ToyModel.PAD;
import static org.nexusgen.backbone.qwen.ToyModel.VISION_END;
import static org.nexusgen.backbone.qwen.ToyModel.VISION_START;
import static org.nexusgen.backbone.qwen.ToyModel.prompt;
import static org.nexusgen.backbone.qwen.ToyModel.settings;

import java.util.ArrayList;
import java.util.List;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.backbone.Generation;
import org.nexusgen.api.backbone.GenerationListener;
import org.nexusgen.api.text.Prompt;

/** Runs sequences on a scripted decoder. */
final class SequenceRuns {
  /** A token that means nothing. */
  static final int WORD = 7;

  private SequenceRuns() {}

  static Generation run(
      Decoder decoder, Prompt prompt, ToyModel.Settings settings, GenerationListener listener) {
    return GenerationLoop.run(
            decoder, List.of(sequence(prompt, settings, listener)), new Cancellation())
        .get(0);
  }

  static Sequence sequence(Prompt prompt, ToyModel.Settings settings, GenerationListener listener) {
    return new Sequence(
        ToyModel.model(),
        prompt,
        settings.toApi(),
        GoldenBackbone.SAMPLER.begin(settings.toApi().sampling()),
        listener);
  }

  static Generation run(Decoder decoder, Prompt prompt, ToyModel.Settings settings) {
    return run(decoder, prompt, settings, GenerationListener.silent());
  }

  static ScriptedDecoder script(int... tokens) {
    return new ScriptedDecoder(tokens);
  }

  /** vision_start, placeholders, vision_end. */
  static List<Integer> image() {
    List<Integer> ids = new ArrayList<>();
    ids.add(VISION_START);
    for (int i = 0; i < EMBEDDINGS; i++) {
      ids.add(PAD);
    }
    ids.add(VISION_END);
    return ids;
  }

  static List<Integer> ids(Object... parts) {
    List<Integer> ids = new ArrayList<>();
    for (Object part : parts) {
      if (part instanceof List<?> list) {
        list.forEach(id -> ids.add((Integer) id));
      } else {
        ids.add((Integer) part);
      }
    }
    return ids;
  }

  static List<Integer> newIds(Generation generation) {
    return java.util.Arrays.stream(generation.newIds()).boxed().toList();
  }
}
