package org.nexusgen.api;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nexusgen.api.observe.Measures;
import org.nexusgen.api.tensor.Tensor;

/**
 * How a result came about.
 *
 * @param timings of the stages, in order
 * @param tensors intermediates by name: {@code input_ids}, {@code position_ids}, {@code
 *     pixel_values}, {@code image_grid_thw}, {@code image_embeds}, {@code output_ids}, {@code
 *     sequence}, {@code image_embeddings}, {@code reference_embeddings}, {@code conditioning},
 *     {@code initial_latents}, {@code final_latents}
 * @param parts name and version of the parts that worked, by box of the figure
 * @param warnings for people
 * @param measures what was counted
 * @param engines name and version of the engine that ran each part which worked, by the part's word
 *     ({@code decoder}, …): those of {@link org.nexusgen.api.engine.FigurePart}
 */
public record JobReport(
    Map<String, Duration> timings,
    Map<String, Tensor> tensors,
    Map<String, String> parts,
    List<String> warnings,
    Measures measures,
    Map<String, String> engines) {
  /** Of a job that ran nowhere and of which nothing was counted. */
  public JobReport(
      Map<String, Duration> timings,
      Map<String, Tensor> tensors,
      Map<String, String> parts,
      List<String> warnings) {
    this(timings, tensors, parts, warnings, Measures.NONE);
  }

  /** Of a job that ran nowhere. */
  public JobReport(
      Map<String, Duration> timings,
      Map<String, Tensor> tensors,
      Map<String, String> parts,
      List<String> warnings,
      Measures measures) {
    this(timings, tensors, parts, warnings, measures, Map.of());
  }

  public JobReport {
    timings = Collections.unmodifiableMap(new LinkedHashMap<>(timings));
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
    warnings = List.copyOf(warnings);
    engines = Collections.unmodifiableMap(new LinkedHashMap<>(engines));
  }
}
