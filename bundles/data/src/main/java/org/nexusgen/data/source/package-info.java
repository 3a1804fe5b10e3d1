/** Samples for training: datasets in the unified form, by index. */
@NullMarked
package org.nexusgen.data.source;

import org.jspecify.annotations.NullMarked;
