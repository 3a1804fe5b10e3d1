/** Low-rank adapters inside graphs. */
@NullMarked
package org.nexusgen.training.lora;

import org.jspecify.annotations.NullMarked;
