/** Runs graphs forwards and backwards with PyTorch. */
@NullMarked
package org.nexusgen.engine.pytorch;

import org.jspecify.annotations.NullMarked;
