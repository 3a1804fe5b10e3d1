/**
 * The promises of every part as abstract test classes: a part's author extends the one of his box
 * and says how to make the part.
 */
@Export
@Version("1.1.0")
@NullMarked
package org.nexusgen.contracts;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
