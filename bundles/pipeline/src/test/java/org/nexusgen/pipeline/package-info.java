/** Tests of the pipeline: its own logic on small fakes, and the whole road on real weights. */
@NullMarked
package org.nexusgen.pipeline;

import org.jspecify.annotations.NullMarked;
