package org.nexusgen.tokenizer;

import com.hubspot.jinjava.interpret.InterpretException;
import com.hubspot.jinjava.interpret.RenderResult;
import com.hubspot.jinjava.interpret.TemplateError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nexusgen.api.BadInputException;

/** Any chat template, through Jinjava in a {@linkplain TemplateBox closed box}. */
final class JinjaTemplate implements ChatTemplate {
  /** Longest template that is looked at; the longest of known models has some 20,000 characters. */
  static final int MAX_TEMPLATE = 1 << 18;

  private final String where;
  private final String template;
  private final Map<String, String> specialTokens;
  private final TemplateBox box = new TemplateBox();

  /**
   * @param where the file, for messages
   * @param specialTokens such as {@code bos_token}, by name
   */
  JinjaTemplate(String where, String template, Map<String, String> specialTokens) {
    if (template.length() > MAX_TEMPLATE) {
      throw new BadInputException(
          "%s: template of %d characters, at most %d are read"
              .formatted(where, template.length(), MAX_TEMPLATE));
    }
    this.where = where;
    try {
      this.template = TemplateSource.of(template);
    } catch (BadInputException e) {
      throw new BadInputException(where + ": " + e.getMessage(), e);
    }
    this.specialTokens = Map.copyOf(specialTokens);
  }

  @Override
  public String render(List<ChatTurn> turns, boolean addGenerationPrompt) {
    Map<String, Object> bindings = new HashMap<>(specialTokens);
    bindings.put("messages", turns.stream().map(this::message).toList());
    bindings.put("add_generation_prompt", addGenerationPrompt);
    return render(bindings);
  }

  /** Renders with nothing but these variables. */
  String render(Map<String, ?> bindings) {
    RenderResult result;
    try {
      result = box.render(template, bindings);
    } catch (BadInputException e) {
      throw new BadInputException(where + ": " + e.getMessage(), e);
    } catch (InterpretException | StackOverflowError e) {
      throw new BadInputException(where + ": the template failed: " + e, e);
    }
    if (!result.getErrors().isEmpty()) {
      throw failure(result.getErrors().get(0));
    }
    return result.getOutput();
  }

  private BadInputException failure(TemplateError error) {
    for (Throwable e = error.getException(); e != null; e = e.getCause()) {
      if (e instanceof BadInputException refusal) {
        return new BadInputException(where + ": " + refusal.getMessage(), refusal);
      }
    }
    return new BadInputException(
        "%s: the template failed in line %d: %s"
            .formatted(where, error.getLineno(), error.getMessage()),
        error.getException());
  }

  /** Text alone is a string, as templates without pictures expect; with pictures it is a list. */
  private Map<String, Object> message(ChatTurn turn) {
    boolean listOnly = !template.contains("is string") && template.contains("'type'");
    if (!turn.hasPictures() && !listOnly) {
      String text = String.join("", turn.pieces().stream().flatMap(Optional::stream).toList());
      return Map.of("role", turn.role(), "content", text);
    }
    List<Map<String, String>> content = new ArrayList<>();
    for (Optional<String> piece : turn.pieces()) {
      content.add(
          piece
              .map(text -> Map.of("type", "text", "text", text))
              .orElseGet(() -> Map.of("type", "image")));
    }
    return Map.of("role", turn.role(), "content", content);
  }
}
