package org.nexusgen.pipeline;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.nexusgen.api.NexusGenConfig;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.config.NearestWord;
import org.nexusgen.api.config.SettingCheck;
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
    part(usual.encoder(), figure.encoders, flaws);
    part(usual.backbone(), figure.backbones, flaws);
    part(usual.tokenSampler(), figure.tokenSamplers, flaws);
    part(usual.sampler(), figure.samplers, flaws);
    usual.decoders().values().forEach(name -> part(name, figure.decoders, flaws));
    engines(usual.engine(), flaws);
    usual.model().ifPresent(folder -> model(folder, flaws));
    return flaws;
  }

  private static void part(PartName said, Shelf<?> shelf, List<Flaw> flaws) {
    if (!said.isNone()) {
      unknown(said.name(), shelf).ifPresent(what -> flaws.add(new Flaw(said.setting(), what)));
    }
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
        .flatMap(name -> unknown(name, figure.engines).stream())
        .forEach(what -> flaws.add(new Flaw(setting, what)));
  }

  private void model(Path folder, List<Flaw> flaws) {
    try (ModelFolder model = models.open(folder)) {
      model.settings();
    } catch (NexusGenException e) {
      flaws.add(new Flaw(PipelineSettings.PART + ".model", String.valueOf(e.getMessage())));
    }
  }

  private static <T> Optional<String> unknown(String name, Shelf<T> shelf) {
    TreeSet<String> names = new TreeSet<>(shelf.all().stream().map(shelf::nameOf).toList());
    if (names.contains(name)) {
      return Optional.empty();
    }
    String hint = names.isEmpty() ? "; none is installed" : NearestWord.hint(name, names);
    return Optional.of("unknown %s '%s'%s".formatted(shelf.box(), name, hint));
  }
}
