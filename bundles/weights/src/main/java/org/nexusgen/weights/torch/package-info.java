/** PyTorch's zip files: a zip directory and a closed unpickler, neither of which runs anything. */
@NullMarked
package org.nexusgen.weights.torch;

import org.jspecify.annotations.NullMarked;
