/** The autoregressive backbone with its text and vision projectors. */
@NullMarked
package org.nexusgen.backbone.qwen;

import org.jspecify.annotations.NullMarked;
