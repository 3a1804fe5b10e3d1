package org.nexusgen.api.engine;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.config.NearestWord;

/**
 * Which engine runs which part. Parts hand each other tensors in Java's memory, never those of an
 * engine, so that any mixture works.
 *
 * @param usual name of the engine of every part that is not named
 * @param byPart names of the engines of the others
 */
public record EngineChoice(String usual, Map<FigurePart, String> byPart) {
  private static final String SYNTAX =
      "ENGINE, or PART=ENGINE,PART=ENGINE,… such as decoder=tensorrt,backbone=onnxruntime";

  public EngineChoice {
    EnumMap<FigurePart, String> copy = new EnumMap<>(FigurePart.class);
    copy.putAll(byPart);
    byPart = Collections.unmodifiableMap(copy);
  }

  /** One engine for all parts. */
  public static EngineChoice of(String engine) {
    return new EngineChoice(engine, Map.of());
  }

  /**
   * Reads {@code tensorrt} (all parts), {@code decoder=tensorrt,backbone=onnxruntime} (the other
   * parts as {@code otherwise} has them) or {@code tensorrt,text-encoder=onnxruntime} (all but
   * one).
   *
   * @throws BadInputException if it is something else, names an unknown part, or one part twice;
   *     whether the engines exist is not looked at
   */
  public static EngineChoice parse(String text, EngineChoice otherwise) {
    EngineChoice choice = otherwise;
    Set<String> said = new TreeSet<>();
    for (String item : text.toLowerCase(Locale.ROOT).split(",", -1)) {
      String[] sides = item.strip().split("=", -1);
      String part = sides.length == 1 ? "" : sides[0].strip();
      String engine = sides[sides.length - 1].strip();
      if (sides.length > 2 || engine.isEmpty() || (sides.length == 2 && part.isEmpty())) {
        throw new BadInputException(
            "engine '%s': got '%s', wants %s".formatted(text, item.strip(), SYNTAX));
      }
      if (!said.add(part)) {
        throw new BadInputException(
            "engine '%s': got two engines for %s, wants one"
                .formatted(text, part.isEmpty() ? "all parts" : part));
      }
      choice = part.isEmpty() ? choice.usually(engine, said) : choice.with(part(part), engine);
    }
    return choice;
  }

  private static FigurePart part(String word) {
    return FigurePart.named(word)
        .orElseThrow(
            () ->
                new BadInputException(
                    "engine of '%s': there is no such part%s"
                        .formatted(word, NearestWord.hint(word, FigurePart.words()))));
  }

  /** The same with another engine for one part. */
  public EngineChoice with(FigurePart part, String engine) {
    EnumMap<FigurePart, String> more = new EnumMap<>(FigurePart.class);
    more.putAll(byPart);
    more.put(part, engine);
    return new EngineChoice(usual, more);
  }

  /** A plain name is for all parts but those that the same text names. */
  private EngineChoice usually(String engine, Set<String> said) {
    EnumMap<FigurePart, String> kept = new EnumMap<>(FigurePart.class);
    byPart.forEach(
        (part, name) -> {
          if (said.contains(part.word())) {
            kept.put(part, name);
          }
        });
    return new EngineChoice(engine, kept);
  }

  /** The name of a part's engine. */
  public String of(FigurePart part) {
    return byPart.getOrDefault(part, usual);
  }

  /**
   * A part's engine, ready to run it.
   *
   * @param installed those to choose from
   * @throws BadInputException if there is none of that name, or it cannot run here; the message
   *     says why and what helps
   */
  public Engine of(FigurePart part, List<Engine> installed) {
    String name = of(part);
    Engine engine =
        installed.stream()
            .filter(one -> one.name().equals(name))
            .findFirst()
            .orElseThrow(() -> unknown(name, installed));
    if (engine.availability() instanceof Availability.Unavailable not) {
      throw new BadInputException(not.refusal(name));
    }
    return engine;
  }

  private static BadInputException unknown(String name, List<Engine> installed) {
    String names =
        installed.stream().map(Engine::name).distinct().sorted().collect(Collectors.joining(", "));
    return new BadInputException(
        "unknown engine '%s'; installed: %s".formatted(name, names.isEmpty() ? "none" : names));
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(usual);
    byPart.forEach(
        (part, engine) -> text.append(',').append(part.word()).append('=').append(engine));
    return text.toString();
  }
}
