/** A vision encoder that remembers what another one made of a picture. */
@NullMarked
package org.nexusgen.encoder.caching;

import org.jspecify.annotations.NullMarked;
