/** CLIP and T5 for custom negative prompts. */
@NullMarked
package org.nexusgen.textencoders;

import org.jspecify.annotations.NullMarked;
