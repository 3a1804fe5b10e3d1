/** Tests of previews, on the shipped model. */
@NullMarked
package org.nexusgen.decoder.preview;

import org.jspecify.annotations.NullMarked;
