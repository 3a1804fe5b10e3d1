/** Where the models of bundles lie unpacked, and who uses them. */
@NullMarked
package org.nexusgen.models.store;

import org.jspecify.annotations.NullMarked;
