/** What tests compute a second time, plainly, and the models in memory that they compute it on. */
@NullMarked
package org.nexusgen.plain;

import org.jspecify.annotations.NullMarked;
