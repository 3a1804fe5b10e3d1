/** Tests. */
@NullMarked
package org.nexusgen.models.store;

import org.jspecify.annotations.NullMarked;
