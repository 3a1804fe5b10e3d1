/** Answers and captions of a dataset, written anew by a model (paper § 2.4). */
@NullMarked
package org.nexusgen.data.reannotate;

import org.jspecify.annotations.NullMarked;
