/** Graph sessions that the decoder opens when it first needs them. */
@NullMarked
package org.nexusgen.decoder.flux.session;

import org.jspecify.annotations.NullMarked;
