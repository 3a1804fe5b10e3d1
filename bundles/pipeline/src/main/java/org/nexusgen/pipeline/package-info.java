/** The three jobs and the conversation, made from replaceable parts. */
@NullMarked
package org.nexusgen.pipeline;

import org.jspecify.annotations.NullMarked;
