package org.nexusgen.textencoders;

import java.util.Arrays;
import java.util.Map;
import org.nexusgen.api.PartContext;
import org.nexusgen.api.engine.GraphSession;
import org.nexusgen.api.engine.RunResult;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.weights.WeightSet;
import org.nexusgen.api.weights.WeightStore;

/** CLIP's text tower, opened. */
final class ClipEncoder implements AutoCloseable {
  private final ClipConfig config;
  private final GraphSession session;

  ClipEncoder(PartContext context) {
    WeightStore weights = context.model().weights(WeightSet.CLIP_TEXT_ENCODER);
    config = ClipConfig.of(context.model(), weights);
    session = context.engine().open(new ClipNetwork(config).graph(), weights, context.session());
  }

  ClipConfig config() {
    return config;
  }

  /**
   * The pooled vector of a text, F32 [1,p].
   *
   * @param textIds without begin and end; what does not fit is cut off
   */
  Tensor pooled(int[] textIds) {
    try (RunResult result = session.run(Map.of(ClipNetwork.IDS, framed(textIds)))) {
      return result.tensor(ClipNetwork.POOLED);
    }
  }

  /** Begin of text, text, end of text, and ends of text up to the full length. */
  Tensor framed(int[] textIds) {
    int length = config.maxPositionEmbeddings();
    long[] ids = new long[length];
    Arrays.fill(ids, config.endOfText());
    ids[0] = config.beginOfText();
    for (int i = 0; i < Math.min(textIds.length, length - 2); i++) {
      ids[i + 1] = textIds[i];
    }
    return Tensor.of(ids, 1, length);
  }

  @Override
  public void close() {
    session.close();
  }
}
