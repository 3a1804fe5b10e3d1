package org.nexusgen.projectors;

import static org.nexusgen.plain.Close.assertClose;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nexusgen.api.decode.Conditioning.TokenGroup;
import org.nexusgen.api.decode.Projector;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.vision.ImageEmbedding;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.plain.MemoryModel;

/** Groups spread as {@code Conditioning} says give the position ids that the reference computes. */
@DisplayName("token groups carry what a decoder needs for the reference's context position ids")
class ContextPositionsTest {
  private static final int WIDTH = 64; // of the golden checkpoint

  @ParameterizedTest
  @CsvSource({
    "edit_target_16x16,16,16",
    "edit_ref_16x16,16,16",
    "edit_ref_12x20,12,20",
  })
  void editing(String file, int latentHeight, int latentWidth) {
    Map<String, Tensor> golden = GoldenFiles.read("decoder/dit/" + file + ".safetensors");
    float[] wanted = GoldenFiles.get(golden, "text_ids").floats();
    try (ModelFolder model = GoldenFiles.decoderModel();
        Projector projector = new EditingProjectors().open(MemoryModel.context(model))) {
      List<ImageEmbedding> sources = file.contains("ref") ? List.of(zeros(18)) : List.of();
      List<TokenGroup> groups = projector.project(zeros(9), sources).groups();
      assertClose(file, spread(groups, latentHeight / 2, latentWidth / 2), wanted, 1e-6);
    }
  }

  private static ImageEmbedding zeros(int side) {
    return new ImageEmbedding(
        Tensor.of(new float[side * side * WIDTH], (long) side * side, WIDTH), side, side);
  }

  private static float[] spread(List<TokenGroup> groups, int latentRows, int latentColumns) {
    List<Float> ids = new ArrayList<>();
    for (int g = 0; g < groups.size(); g++) {
      TokenGroup group = groups.get(g);
      for (int r = 0; r < group.rows(); r++) {
        for (int c = 0; c < group.columns(); c++) {
          ids.add((float) g);
          ids.add(r * (float) latentRows / group.rows());
          ids.add(c * (float) latentColumns / group.columns());
        }
      }
    }
    float[] values = new float[ids.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = ids.get(i);
    }
    return values;
  }
}
