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
 */
public record JobReport(
    Map<String, Duration> timings,
    Map<String, Tensor> tensors,
    Map<String, String> parts,
    List<String> warnings,
    Measures measures) {
  /** Of a job of which nothing was counted. */
  public JobReport(
      Map<String, Duration> timings,
      Map<String, Tensor> tensors,
      Map<String, String> parts,
      List<String> warnings) {
    this(timings, tensors, parts, warnings, Measures.NONE);
  }

  public JobReport {
    timings = Collections.unmodifiableMap(new LinkedHashMap<>(timings));
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
    warnings = List.copyOf(warnings);
  }
}
