/** Training of the autoregressive backbone (paper § 2.2). */
@NullMarked
package org.nexusgen.training.backbone;

import org.jspecify.annotations.NullMarked;
