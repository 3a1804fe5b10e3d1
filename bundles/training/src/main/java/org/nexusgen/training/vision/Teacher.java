package org.nexusgen.training.vision;

import java.util.List;
import java.util.Map;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.train.LabelledPictures.LabelledPicture;
import org.nexusgen.api.train.TrainableVisionEncoder.OutputLayer;

/** How a vision encoder is told what to see. */
interface Teacher {
  /** The encoder with a loss; the embeddings are an output, too. */
  Graph losses(Graph encoder, int tokens);

  /** What the loss compares with. */
  Map<String, Tensor> inputs(List<LabelledPicture> pictures);

  /** Weights to start from: the encoder's, and those that the teacher needs. */
  Map<String, Tensor> start(Map<String, Tensor> encoder, OutputLayer layer, long seed);

  /** Whether a weight is the teacher's and not the encoder's. */
  boolean owns(String weight);

  /** Whether embeddings must be brought to deviation 1 in the end. */
  boolean wantsStandardized();
}
