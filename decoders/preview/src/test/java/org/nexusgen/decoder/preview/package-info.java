/** Tests of previews, on the starter. */
@NullMarked
package org.nexusgen.decoder.preview;

import org.jspecify.annotations.NullMarked;
