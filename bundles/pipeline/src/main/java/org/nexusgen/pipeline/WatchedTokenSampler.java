package org.nexusgen.pipeline;

import java.util.BitSet;
import java.util.function.Supplier;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.backbone.TokenSampler;
import org.nexusgen.api.backbone.TokenSampling;

/**
 * A token sampler inside a backbone's call: scores are numbers or forbid a token, and choices are
 * tokens.
 *
 * @param backbone that asks it
 */
record WatchedTokenSampler(TokenSampler sampler, PartLabel label, PartLabel backbone, Pulse pulse)
    implements TokenSampler {
  static WatchedTokenSampler inside(PartLabel backbone, TokenSampler sampler, Pulse pulse) {
    PartLabel label = PartLabel.of("token sampler", sampler.name(), sampler);
    return new WatchedTokenSampler(sampler, label, backbone, pulse);
  }

  @Override
  public String name() {
    return sampler.name();
  }

  @Override
  public Chooser begin(TokenSampling sampling) {
    Chooser chooser = guarded("begin an answer", () -> sampler.begin(sampling));
    return (scores, seen) -> choose(chooser, scores, seen);
  }

  private int choose(Chooser chooser, float[] scores, BitSet seen) {
    for (int i = 0; i < scores.length; i++) {
      if (!(scores[i] < Float.POSITIVE_INFINITY)) { // not a number, too
        throw backbone.gaveNoNumber("scores of tokens", scores[i], i, scores.length);
      }
    }
    int tokens = scores.length;
    int chosen = guarded("choose a token", () -> chooser.choose(scores, seen));
    if (chosen < 0 || chosen >= tokens) {
      throw label.gave("token " + chosen, "one of 0 to " + (tokens - 1));
    }
    return chosen;
  }

  private <R> R guarded(String asked, Supplier<R> work) {
    try {
      return pulse.at(label, work);
    } catch (NexusGenException e) {
      throw e;
    } catch (RuntimeException | Error e) {
      throw label.failed(asked, e);
    }
  }
}
