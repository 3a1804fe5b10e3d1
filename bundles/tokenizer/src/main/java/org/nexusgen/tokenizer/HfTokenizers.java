package org.nexusgen.tokenizer;

import java.util.OptionalInt;
import org.nexusgen.api.PartContext;
import org.nexusgen.api.text.Tokenizer;
import org.nexusgen.api.weights.ModelFolder;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Opens tokenizers in Hugging Face's layout: tokenizer.json, or vocab.json with merges.txt. */
@Component(
    service = Tokenizer.Provider.class,
    property = {"part=tokenizer", "name=hf"})
public final class HfTokenizers implements Tokenizer.Provider {
  /** Needs nothing. */
  @Activate
  public HfTokenizers() {}

  @Override
  public String name() {
    return "hf";
  }

  @Override
  public Tokenizer open(PartContext context) {
    return open(context.model());
  }

  /** The tokenizer of a folder; it needs no engine. */
  static Tokenizer open(ModelFolder folder) {
    OptionalInt placeholder =
        folder
            .config("config.json")
            .filter(config -> config.has("image_token_id"))
            .map(config -> OptionalInt.of(config.requireInt("image_token_id")))
            .orElseGet(OptionalInt::empty);
    return new HfTokenizer(
        new TokenizerFiles(folder).read(), placeholder, new TemplateFiles(folder).template());
  }
}
