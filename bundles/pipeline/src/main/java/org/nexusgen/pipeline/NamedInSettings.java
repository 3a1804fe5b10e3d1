package org.nexusgen.pipeline;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.nexusgen.api.NexusGenConfig;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.config.SettingCheck;
import org.nexusgen.api.decode.DecodingTask;
import org.nexusgen.api.engine.EngineChoice;
import org.nexusgen.api.engine.FigurePart;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.ModelLibrary;

/** What the pipeline's settings name: parts, engines and a model that may not be there. */
record NamedInSettings(Figure figure, ModelLibrary models) implements SettingCheck {
  @Override
  public List<Flaw> flaws() {
    Usual usual = figure.usual();
    List<Flaw> flaws = new ArrayList<>();
    part(usual.encoder(), figure.encoders, any -> true, flaws);
    part(usual.backbone(), figure.backbones, any -> true, flaws);
    part(usual.tokenSampler(), figure.tokenSamplers, any -> true, flaws);
    part(usual.sampler(), figure.samplers, any -> true, flaws);
    for (DecodingTask task : DecodingTask.values()) {
      part(usual.decoder(task), figure.decoders, one -> one.task() == task, flaws);
    }
    engines(usual.engine(), flaws);
    usual.model().ifPresent(folder -> model(folder, flaws));
    return flaws;
  }

  private static <T> void part(PartName said, Shelf<T> shelf, Predicate<T> fits, List<Flaw> flaws) {
    said.said()
        .flatMap(name -> shelf.refusal(name, fits))
        .ifPresent(what -> flaws.add(new Flaw(said.setting(), what)));
  }

  private void engines(String text, List<Flaw> flaws) {
    String setting = PipelineSettings.PART + ".engine";
    EngineChoice choice;
    try {
      choice = EngineChoice.parse(text, EngineChoice.of(NexusGenConfig.DEFAULT_ENGINE));
    } catch (NexusGenException e) {
      flaws.add(new Flaw(setting, String.valueOf(e.getMessage())));
      return;
    }
    Arrays.stream(FigurePart.values())
        .map(choice::of)
        .distinct()
        .flatMap(name -> figure.engines.refusal(name, any -> true).stream())
        .forEach(what -> flaws.add(new Flaw(setting, what)));
  }

  private void model(Path folder, List<Flaw> flaws) {
    try (ModelFolder model = models.open(folder)) {
      model.settings();
    } catch (NexusGenException e) {
      flaws.add(new Flaw(PipelineSettings.PART + ".model", String.valueOf(e.getMessage())));
    }
  }
}
