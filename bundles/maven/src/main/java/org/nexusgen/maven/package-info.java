/** Maven repositories, as the user's settings name them. */
@NullMarked
package org.nexusgen.maven;

import org.jspecify.annotations.NullMarked;
