/** Measures the parts on a model, and makes models of any size to measure. */
@NullMarked
package org.nexusgen.bench;

import org.jspecify.annotations.NullMarked;
