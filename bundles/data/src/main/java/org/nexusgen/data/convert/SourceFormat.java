package org.nexusgen.data.convert;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.nexusgen.api.BadInputException;

/** Forms that can be converted. */
public enum SourceFormat {
  /** LLaVA and ShareGPT: {@code conversations} of {@code from} and {@code value}. */
  LLAVA,
  /** The same form under its other name. */
  SHAREGPT,
  /** Messages of OpenAI's chat interface, pictures as files or data URLs. */
  OPENAI,
  /** Pictures and captions in CSV or JSON. */
  CAPTIONS,
  /** Tar files in which files of one name before the dot belong together. */
  WEBDATASET,
  /** Source, instruction and target, as in HQ-Edit, UltraEdit, OmniEdit and ImagePulse. */
  TRIPLES;

  /** By its name in lower case. */
  public static SourceFormat of(String name) {
    return Arrays.stream(values())
        .filter(format -> format.word().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new BadInputException(
                    "unknown format '%s', wants one of %s"
                        .formatted(
                            name,
                            Arrays.stream(values())
                                .map(SourceFormat::word)
                                .collect(Collectors.joining(", ")))));
  }

  private String word() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  /** Converts a whole file. */
  public void convert(Path input, Conversion conversion) {
    switch (this) {
      case LLAVA, SHAREGPT -> new LlavaConversations(conversion).convert(input);
      case OPENAI -> new OpenAiChats(conversion).convert(input);
      case CAPTIONS -> new CaptionPairs(conversion).convert(input);
      case WEBDATASET -> new WebDataset(conversion).convert(input);
      case TRIPLES -> new EditingTriples(conversion).convert(input);
    }
  }
}
