/** A training's folder: checkpoints that are whole or not there, and the metrics beside them. */
@NullMarked
package org.nexusgen.training.run;

import org.jspecify.annotations.NullMarked;
