/** Settings of trainings, read from JSON with errors that say what is wrong. */
@NullMarked
package org.nexusgen.training.settings;

import org.jspecify.annotations.NullMarked;
