package org.nexusgen.distribution;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.nexusgen.api.sampling.DiffusionSampler;
import org.nexusgen.distribution.part.SquareSampler;

/** A bundle with the sampler {@code square}, as an outsider's build would pack it. */
final class SamplerBundle {
  static final String NAME = "com.example.square";

  private static final String API = "org.nexusgen.api.sampling;version=\"[1.0,2)\"";

  private SamplerBundle() {}

  static Path whole(Path folder, String version) throws IOException {
    return bundle(API).packed(folder, version);
  }

  /** One that needs what is not there. */
  static Path broken(Path folder, String version) throws IOException {
    return bundle(API + ",com.example.missing;version=\"[2.0,3)\"").packed(folder, version);
  }

  private static PartBundle bundle(String imports) {
    return new PartBundle(
        NAME,
        imports,
        List.of(
            new PartBundle.Part(
                SquareSampler.class, DiffusionSampler.class, Map.of("name", "square"), "")),
        List.of());
  }
}
