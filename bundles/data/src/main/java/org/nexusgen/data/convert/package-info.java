/** Datasets of other forms, made unified. */
@NullMarked
package org.nexusgen.data.convert;

import org.jspecify.annotations.NullMarked;
