@NullMarked
package org.nexusgen.sampler.flowmatch;

import org.jspecify.annotations.NullMarked;
