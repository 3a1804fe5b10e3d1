/** JSON of settings, progress and metrics. */
@NullMarked
package org.nexusgen.training.json;

import org.jspecify.annotations.NullMarked;
