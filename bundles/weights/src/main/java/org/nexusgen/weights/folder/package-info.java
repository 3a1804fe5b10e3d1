/** A model folder in the original layout: which file holds what. */
@NullMarked
package org.nexusgen.weights.folder;

import org.jspecify.annotations.NullMarked;
