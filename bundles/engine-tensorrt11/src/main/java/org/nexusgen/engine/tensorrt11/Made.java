package org.nexusgen.engine.tensorrt11;

import java.io.IOException;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;
import org.nexusgen.engine.tensorrt.worker.NativeWords;

/**
 * What TensorRT made. Where it made nothing, it gives no object, or one at a small offset from
 * nothing: 11.2.1 without a driver gives a runtime at 0x228.
 */
final class Made {
  /** Linux maps nothing there. */
  private static final long FIRST_PAGE = 4096;

  private Made() {}

  /**
   * @throws IOException if it is not there
   */
  static <T extends Pointer> T require(@Nullable T made, String name) throws IOException {
    if (made == null || made.address() < FIRST_PAGE) {
      throw NativeWords.nothing(name);
    }
    return made;
  }
}
