/** A complete small model from nothing: a sequence of stages that can be interrupted anywhere. */
@NullMarked
package org.nexusgen.training.mini;

import org.jspecify.annotations.NullMarked;
