/** Starts the platform: Felix with every bundle of an installation. */
@NullMarked
package org.nexusgen.launcher;

import org.jspecify.annotations.NullMarked;
