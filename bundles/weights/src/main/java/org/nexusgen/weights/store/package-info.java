/**
 * Named tensors of a checkpoint, whatever file format they came from, and how their bytes are read.
 */
@NullMarked
package org.nexusgen.weights.store;

import org.jspecify.annotations.NullMarked;
