package org.nexusgen.api.vision;

/**
 * How a picture is brought to the encoder's size. The reference has a route for each use, and they
 * do not agree with each other; a model with a fixed prompt size uses that instead of the first
 * two.
 */
public enum ImageRoute {
  /** image_understanding.py: alpha over white, a bicubic resize to whole patches, then a bound. */
  UNDERSTANDING,
  /** image_editing.py: alpha dropped, one bicubic resize to the bounded size. */
  EDITING,
  /** The source picture of the editing decoder: 504x504, bilinear. */
  REFERENCE,
  /** A training target: 252x252, bicubic. */
  TARGET
}
