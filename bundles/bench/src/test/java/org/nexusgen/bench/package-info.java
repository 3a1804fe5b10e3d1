/** Tests of the measuring tools. */
@NullMarked
package org.nexusgen.bench;

import org.jspecify.annotations.NullMarked;
