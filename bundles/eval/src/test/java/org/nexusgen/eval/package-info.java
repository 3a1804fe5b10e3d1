/** Exams, held with a model whose answers are known. */
@NullMarked
package org.nexusgen.eval;

import org.jspecify.annotations.NullMarked;
