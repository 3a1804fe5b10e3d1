package org.nexusgen.pipeline;

import java.util.OptionalLong;

/**
 * Which parts stay open together.
 *
 * @param stageWise one decoder at a time: before another one opens, it is put away
 * @param boundBytes of memory on every device; empty for what a device has free, and for no bound
 *     on the host
 */
record Residency(boolean stageWise, OptionalLong boundBytes) {
  static final String KEEP = "keep";
  static final String STAGE_WISE = "stage-wise";

  private static final long MEBIBYTE = 1 << 20;

  static Residency of(PipelineSettings settings) {
    return new Residency(
        switch (settings.residency()) {
          case KEEP -> false;
          case STAGE_WISE -> true;
          default ->
              throw Usual.refused("residency", settings.residency(), KEEP + " or " + STAGE_WISE);
        },
        settings.memoryMebibytes() == 0
            ? OptionalLong.empty()
            : OptionalLong.of(settings.memoryMebibytes() * MEBIBYTE));
  }
}
