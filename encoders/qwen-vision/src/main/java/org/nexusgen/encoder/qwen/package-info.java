/** The vision encoder of Qwen2.5-VL: pictures to the shared embedding space. */
@NullMarked
package org.nexusgen.encoder.qwen;

import org.jspecify.annotations.NullMarked;
