/** Chooses tokens from scores: repetition penalty, temperature, top-k, top-p. */
@NullMarked
package org.nexusgen.sampler.token;

import org.jspecify.annotations.NullMarked;
