/** Text files of untrusted records, read as a stream: lines, JSON, CSV. */
@NullMarked
package org.nexusgen.data.json;

import org.jspecify.annotations.NullMarked;
