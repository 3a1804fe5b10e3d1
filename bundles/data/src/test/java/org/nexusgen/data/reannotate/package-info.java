/** Re-annotation by a model whose words are known. */
@NullMarked
package org.nexusgen.data.reannotate;

import org.jspecify.annotations.NullMarked;
