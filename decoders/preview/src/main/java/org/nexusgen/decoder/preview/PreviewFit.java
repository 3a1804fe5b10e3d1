package org.nexusgen.decoder.preview;

import java.util.Arrays;
import java.util.List;
import org.nexusgen.api.decode.Conditioning;
import org.nexusgen.api.decode.DecodingTask;
import org.nexusgen.api.decode.Projector;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.image.ImageResizer;
import org.nexusgen.api.image.ImageResizer.Filter;
import org.nexusgen.api.vision.ImageEmbedding;
import org.nexusgen.api.vision.ImageRoute;
import org.nexusgen.api.vision.VisionEncoder;

/**
 * Fits a preview map: pictures go through the model's own encoder and projector, and a ridge
 * regression learns which colours a token stood for. FLUX has no part in it. When editing, half of
 * the pictures are their own source, half have another.
 */
final class PreviewFit {
  private static final float WHITE = 255;

  private final VisionEncoder encoder;
  private final ImageResizer resizer;
  private final int side;

  PreviewFit(VisionEncoder encoder, ImageResizer resizer, int side) {
    this.encoder = encoder;
    this.resizer = resizer;
    this.side = side;
  }

  PreviewMap fit(List<Image> pictures, DecodingTask task, Projector projector) {
    Conditioning first = condition(pictures, 0, task, projector);
    int width = first.tokens().shape().size(2);
    int outputs = PreviewMap.COLOURS * side * side;
    Ridge ridge = new Ridge(width, outputs);
    for (int i = 0; i < pictures.size(); i++) {
      Conditioning conditioning = i == 0 ? first : condition(pictures, i, task, projector);
      add(ridge, conditioning, pictures.get(i), width);
    }
    float[] solved = ridge.solve();
    return new PreviewMap(
        Arrays.copyOf(solved, width * outputs),
        Arrays.copyOfRange(solved, width * outputs, solved.length),
        side);
  }

  private Conditioning condition(
      List<Image> pictures, int i, DecodingTask task, Projector projector) {
    ImageEmbedding target = embed(pictures.get(i), ImageRoute.TARGET);
    List<ImageEmbedding> sources =
        switch (task) {
          case GENERATION -> List.of();
          case EDITING ->
              List.of(
                  embed(
                      pictures.get(i % 2 == 0 ? i : (i + 1) % pictures.size()),
                      ImageRoute.REFERENCE));
        };
    return projector.project(target, sources);
  }

  private ImageEmbedding embed(Image picture, ImageRoute route) {
    return encoder.encode(List.of(picture), route).embeddings().get(0);
  }

  private void add(Ridge ridge, Conditioning conditioning, Image picture, int width) {
    Conditioning.TokenGroup target = conditioning.groups().get(0);
    int wide = target.columns() * side;
    byte[] pixels =
        resizer.resize(picture.dropAlpha(), wide, target.rows() * side, Filter.BICUBIC).pixels();
    float[] tokens = conditioning.tokens().floats();
    float[] patch = new float[PreviewMap.COLOURS * side * side];
    for (int token = 0; token < target.rows() * target.columns(); token++) {
      int corner = token / target.columns() * side * wide + token % target.columns() * side;
      for (int i = 0; i < patch.length; i++) {
        int pixel = i / PreviewMap.COLOURS;
        int at = corner + pixel / side * wide + pixel % side;
        int value = pixels[PreviewMap.COLOURS * at + i % PreviewMap.COLOURS] & 0xff;
        patch[i] = value / WHITE;
      }
      ridge.add(tokens, token * width, patch);
    }
  }
}
