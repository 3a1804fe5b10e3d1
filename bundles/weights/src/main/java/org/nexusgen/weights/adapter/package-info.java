/** Low-rank adapters: their files, and how they change a checkpoint. */
@NullMarked
package org.nexusgen.weights.adapter;

import org.jspecify.annotations.NullMarked;
