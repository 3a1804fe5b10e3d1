/** JSON files of untrusted origin: bounded, strict, with errors that say where. */
@NullMarked
package org.nexusgen.weights.json;

import org.jspecify.annotations.NullMarked;
