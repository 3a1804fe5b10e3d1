/** The stand-in for a pre-trained vision tower: taught by linear heads that are thrown away. */
@NullMarked
package org.nexusgen.training.vision;

import org.jspecify.annotations.NullMarked;
