/** Shapes and values of the operators, known when a graph is built. */
@NullMarked
package org.nexusgen.graph.internal;

import org.jspecify.annotations.NullMarked;
