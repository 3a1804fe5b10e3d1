package org.nexusgen.api;

/** Asks for pictures: what to imagine, and how to paint it. */
public record PaintingRequest(ImaginingRequest imagining, DecodeOptions decoding) {}
