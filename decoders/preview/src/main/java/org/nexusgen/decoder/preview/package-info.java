/** Thumbnails in milliseconds: a linear map from conditioning tokens to colours. */
@NullMarked
package org.nexusgen.decoder.preview;

import org.jspecify.annotations.NullMarked;
