/** Text to ids and back through tokenizer.json, and the chat template of a model folder. */
@NullMarked
package org.nexusgen.tokenizer;

import org.jspecify.annotations.NullMarked;
