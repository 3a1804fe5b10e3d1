package org.nexusgen.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.nexusgen.api.BadInputException;

/** The boxes for which a project can be begun. */
enum PartKind {
  SAMPLER("sampling.DiffusionSampler", "Sampler", "Sampler", Chosen.BY_SAMPLER),
  NOISE("sampling.NoiseSource", "Noise", "Noise", Chosen.BY_RANKING),
  TOKEN_SAMPLER("backbone.TokenSampler", "TokenSampler", "TokenSampler", Chosen.BY_TOKEN_SAMPLER),
  VISION_ENCODER("vision.VisionEncoder$Provider", "Encoder", "Encoders", Chosen.BY_ENCODER),
  VISION_DECODER("decode.VisionDecoder$Provider", "Decoder", "Decoders", Chosen.BY_DECODER),
  PROJECTOR("decode.Projector$Provider", "Projector", "Projectors", Chosen.BY_RANKING),
  TEXT_ENCODER("text.TextEncoder$Provider", "TextEncoder", "TextEncoders", Chosen.BY_RANKING),
  BACKBONE("backbone.AutoregressiveBackbone$Provider", "Backbone", "Backbones", Chosen.BY_BACKBONE);

  private final String service;
  private final String part;
  private final String provider;
  private final String use;

  /**
   * @param service its interface, below the api's package, as class files write it
   * @param part what the name of its class ends with
   * @param provider the same of the class that is offered; equal where the part itself is
   * @param use the command that asks for it
   */
  PartKind(String service, String part, String provider, String use) {
    this.service = service;
    this.part = part;
    this.provider = provider;
    this.use = use;
  }

  /** The commands that ask for a part by name, where there are any. */
  private static final class Chosen {
    static final String BY_SAMPLER =
        "nexusgen generate \"a red circle\" --sampler {{name}} -o circle.png";
    static final String BY_DECODER =
        "nexusgen generate \"a red circle\" --decoder {{name}} -o circle.png";
    static final String BY_ENCODER =
        "nexusgen understand --image circle.png \"describe the image.\" --encoder {{name}}";
    static final String BY_BACKBONE = "nexusgen understand \"what is red?\" --backbone {{name}}";
    static final String BY_TOKEN_SAMPLER =
        "nexusgen understand \"what is red?\" --token-sampler {{name}}";
    static final String BY_RANKING =
        "nexusgen parts     # requests take the one that ranks first: raise its RANKING above 0";

    private Chosen() {}
  }

  /** As it is typed: {@code vision-encoder}. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static PartKind of(String word) {
    return Arrays.stream(values())
        .filter(kind -> kind.word().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new BadInputException(
                    "no kind of part '%s'; there are %s".formatted(word, words())));
  }

  static String words() {
    return Arrays.stream(values()).map(PartKind::word).collect(Collectors.joining(", "));
  }

  /** Name of the file in {@code META-INF/services}. */
  String service() {
    return "org.nexusgen.api." + service;
  }

  /** Simple name of the interface that a part of this kind implements. */
  String type() {
    return service.replace("$Provider", "").replaceFirst(".*\\.", "");
  }

  String provider() {
    return provider;
  }

  String use() {
    return use;
  }

  /** What the names of its classes end with, its test last. */
  List<String> classes() {
    String test = part + "Test";
    return part.equals(provider) ? List.of(part, test) : List.of(part, provider, test);
  }
}
