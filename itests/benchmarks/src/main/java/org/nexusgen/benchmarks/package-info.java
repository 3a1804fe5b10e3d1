/** JMH benchmarks of whole jobs on the shipped model. */
@NullMarked
package org.nexusgen.benchmarks;

import org.jspecify.annotations.NullMarked;
