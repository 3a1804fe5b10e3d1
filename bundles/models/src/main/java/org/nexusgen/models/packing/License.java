package org.nexusgen.models.packing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What to know before a packed model is passed on. FLUX.1-dev and what was trained from it, such as
 * Nexus-Gen's decoders, are under a licence for non-commercial use.
 */
final class License {
  private static final int READ_BYTES = 1 << 18;

  private static final Pattern LICENSE_FILE =
      Pattern.compile("(?i)(.*/)?(license|licence|notice)[^/]*");
  private static final Pattern NON_COMMERCIAL = Pattern.compile("(?is).*non[- ]?commercial.*");

  /** Where FLUX.1-dev's weights lie, and those of decoders that were trained from it. */
  private static final Pattern FLUX_WEIGHTS =
      Pattern.compile(
          "(FLUX/FLUX\\.1-dev/.*|(generation_|edit_)?decoder[^/]*)\\.(safetensors|bin|pt)");

  /** The smallest of them, its autoencoder, has 335 MB; what is made for a small model has less. */
  private static final long FLUX_BYTES = 300_000_000L;

  private License() {}

  /** None, or one line. */
  static List<String> notes(List<PackedEntry> entries) throws IOException {
    List<String> reasons = new ArrayList<>();
    for (PackedEntry entry : entries) {
      boolean weights = entry.bytes() >= FLUX_BYTES && FLUX_WEIGHTS.matcher(entry.path()).matches();
      if (weights || saysSo(entry)) {
        reasons.add(entry.path());
      }
    }
    return reasons.isEmpty()
        ? List.of()
        : List.of(
            "seems to hold weights of FLUX.1-dev or under such terms (%s): for non-commercial use only, read its licence before you pass the jar on"
                .formatted(String.join(", ", reasons)));
  }

  private static boolean saysSo(PackedEntry entry) throws IOException {
    if (!LICENSE_FILE.matcher(entry.path()).matches()) {
      return false;
    }
    try (InputStream in = Files.newInputStream(entry.file())) {
      String text = new String(in.readNBytes(READ_BYTES), StandardCharsets.UTF_8);
      return NON_COMMERCIAL.matcher(text).matches();
    }
  }
}
