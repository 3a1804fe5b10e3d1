/** Datasets as sources of training samples. */
@NullMarked
package org.nexusgen.data.source;

import org.jspecify.annotations.NullMarked;
