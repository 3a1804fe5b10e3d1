/** Pictures to train on, and their pixels as tensors. */
@NullMarked
package org.nexusgen.training.pictures;

import org.jspecify.annotations.NullMarked;
