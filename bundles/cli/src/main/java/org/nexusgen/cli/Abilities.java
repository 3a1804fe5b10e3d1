package org.nexusgen.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.nexusgen.api.weights.ConfigTree;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.WeightSet;

/**
 * Which commands a folder can run, and what the others lack.
 *
 * @param missing what each command lacks; empty where it runs
 */
record Abilities(Map<String, List<String>> missing) {
  private record Need(String what, Predicate<ModelFolder> met) {}

  private static final List<Need> ENCODER =
      List.of(
          file("config.json"),
          file("preprocessor_config.json"),
          set("weights of the backbone (model*.safetensors)", WeightSet.BACKBONE));
  private static final List<Need> LANGUAGE =
      List.of(
          new Need(
              "a tokenizer (tokenizer.json, or vocab.json and merges.txt)", Abilities::tokenizer),
          new Need("a chat template (chat_template.json)", Abilities::template));
  private static final List<Need> PAINTING =
      List.of(
          set("an autoencoder (FLUX/FLUX.1-dev/ae.safetensors)", WeightSet.AUTOENCODER),
          new Need(
              "FLUX's text_encoder, or empty_prompt.safetensors",
              model ->
                  model.has(WeightSet.EMPTY_PROMPT) || model.has(WeightSet.CLIP_TEXT_ENCODER)));
  private static final Need GENERATION =
      set("generation_decoder.{safetensors,bin}", WeightSet.GENERATION_DECODER);
  private static final Need EDITING =
      set("edit_decoder.{safetensors,bin}", WeightSet.EDITING_DECODER);

  static Abilities of(ModelFolder model) {
    List<Need> understand = join(ENCODER, LANGUAGE);
    Map<String, List<String>> missing = new LinkedHashMap<>();
    missing.put("encode", lacking(model, ENCODER));
    missing.put("understand", lacking(model, understand));
    missing.put("imagine", lacking(model, understand));
    missing.put("chat", lacking(model, understand));
    missing.put("generate", lacking(model, join(understand, List.of(GENERATION), PAINTING)));
    missing.put("edit", lacking(model, join(understand, List.of(EDITING), PAINTING)));
    missing.put("decode", lacking(model, join(List.of(GENERATION), PAINTING)));
    missing.put("decode --reference", lacking(model, join(List.of(EDITING), PAINTING)));
    return new Abilities(missing);
  }

  /** The commands that run. */
  List<String> commands() {
    return missing.entrySet().stream()
        .filter(entry -> entry.getValue().isEmpty())
        .map(Map.Entry::getKey)
        .toList();
  }

  private static boolean tokenizer(ModelFolder model) {
    return model.file("tokenizer.json").isPresent()
        || (model.file("vocab.json").isPresent() && model.file("merges.txt").isPresent());
  }

  private static boolean template(ModelFolder model) {
    return model.file("chat_template.jinja").isPresent()
        || model.file("chat_template.json").isPresent()
        || model.config("tokenizer_config.json").map(Abilities::hasTemplate).orElse(false);
  }

  private static boolean hasTemplate(ConfigTree config) {
    return config.has("chat_template");
  }

  private static Need file(String name) {
    return new Need(name, model -> model.file(name).isPresent());
  }

  private static Need set(String what, WeightSet set) {
    return new Need(what, model -> model.has(set));
  }

  private static List<String> lacking(ModelFolder model, List<Need> needs) {
    return needs.stream().filter(need -> !need.met().test(model)).map(Need::what).toList();
  }

  @SafeVarargs
  private static List<Need> join(List<Need>... lists) {
    List<Need> all = new ArrayList<>();
    for (List<Need> list : lists) {
      all.addAll(list);
    }
    return all;
  }
}
