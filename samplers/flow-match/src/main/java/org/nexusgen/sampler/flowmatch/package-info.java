/** Flow-matching samplers, their schedules and PyTorch-equal noise. */
@NullMarked
package org.nexusgen.sampler.flowmatch;

import org.jspecify.annotations.NullMarked;
