package org.nexusgen.api.text;

import java.util.Optional;
import org.nexusgen.api.tensor.Tensor;

/**
 * What FLUX's text encoders say of a prompt.
 *
 * @param pooled CLIP's pooled vector, F32 [1,p]
 * @param tokens T5's token vectors, F32 [1,512,c]; empty where only the pooled vector is known
 */
public record TextConditioning(Tensor pooled, Optional<Tensor> tokens) {}
