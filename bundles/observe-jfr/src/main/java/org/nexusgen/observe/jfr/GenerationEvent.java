package org.nexusgen.observe.jfr;

import jdk.jfr.Description;
import jdk.jfr.Frequency;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Timespan;

/** What the backbone read and wrote. */
@Name("org.nexusgen.Generation")
@Label("Generation")
@Description("What the backbone read and wrote, told at its end")
final class GenerationEvent extends NexusGenEvent {
  @Label("Prompt Tokens")
  long promptTokens;

  @Label("Text Tokens")
  long textTokens;

  @Label("Image Embeddings")
  long imageTokens;

  @Label("Time")
  @Timespan(Timespan.NANOSECONDS)
  long time;

  @Label("Prompt Tokens per Second")
  @Description("0 if not measured")
  @Frequency
  double readRate;

  @Label("Text Tokens per Second")
  @Description("After the first one; 0 if not measured")
  @Frequency
  double writingRate;

  @Label("Image Embeddings per Second")
  @Description("0 if not measured")
  @Frequency
  double imaginingRate;
}
