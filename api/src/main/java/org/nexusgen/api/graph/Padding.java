package org.nexusgen.api.graph;

import java.util.List;

/**
 * What an input holds in places that nobody asked for, when an engine runs a graph at a larger size
 * than it was given, because it has prepared itself for some sizes only.
 *
 * <p>A symbol may grow if no input that has it is {@link Exact}. The new places of an axis stand
 * behind the old ones; where the axis is a sum, behind those of each summand, and the summands
 * stand in the order in which the sum is spelled. A graph that declares padding promises that the
 * old places of its outputs keep their values.
 */
public sealed interface Padding {
  /** Nothing may be added. */
  record Exact() implements Padding {}

  /** New places hold 0, whatever is done with them. */
  record Zeros() implements Padding {}

  /**
   * A mask, whose last axis counts what may be looked at and whose other axes count who looks.
   *
   * @param hidden what keeps the old places from looking at new ones
   * @param seen what new places hold that look; nobody reads what they see
   */
  record Mask(double hidden, double seen) implements Padding {}

  /**
   * Numbers of places, counted through an array row by row; new ones are 0. They are counted anew
   * when the array grows.
   *
   * @param axes the sizes of the array
   */
  record Places(List<Dim> axes) implements Padding {
    public Places {
      axes = List.copyOf(axes);
    }
  }
}
