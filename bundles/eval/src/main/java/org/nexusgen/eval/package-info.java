/** Scores models: every task by kind, ceilings of the parts, and the experiments of the paper. */
@NullMarked
package org.nexusgen.eval;

import org.jspecify.annotations.NullMarked;
