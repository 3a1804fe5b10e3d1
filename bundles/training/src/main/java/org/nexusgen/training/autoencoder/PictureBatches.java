package org.nexusgen.training.autoencoder;

import java.util.ArrayList;
import java.util.List;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.train.SampleSource.Split;
import org.nexusgen.training.autoencoder.AutoencoderSettings.Look;
import org.nexusgen.training.loop.Draws;
import org.nexusgen.training.pictures.Fitting;
import org.nexusgen.training.pictures.PictureStream;
import org.nexusgen.training.pictures.Pixels;

/** Pixels of pictures, or of squares cut out of them where there is something to see. */
final class PictureBatches {
  /** Of so many places for a square, the one with the most edges is taken. */
  private static final int CANDIDATES = 3;

  private final PictureStream pictures;
  private final Fitting fitting;
  private final EdgeWeights edges;
  private final long seed;

  PictureBatches(PictureStream pictures, Fitting fitting, EdgeWeights edges, long seed) {
    this.pictures = pictures;
    this.fitting = fitting;
    this.edges = edges;
    this.seed = seed;
  }

  /** F32 [pictures, 3, height, width] of pictures that follow one another. */
  Tensor pixels(Split split, long first, Look look) {
    List<Image> cut = new ArrayList<>();
    for (int i = 0; i < look.batch(); i++) {
      Image picture = fitting.of(pictures.picture(split, first + i));
      boolean whole =
          look.crop() == 0 || look.crop() >= Math.min(picture.width(), picture.height());
      cut.add(whole ? picture : crop(picture, look.crop(), first + i));
    }
    return Pixels.tensor(cut);
  }

  private Image crop(Image picture, int side, long index) {
    Draws draws = Draws.of(seed, "crop", index);
    Image best = picture;
    double most = -1;
    for (int i = 0; i < CANDIDATES; i++) {
      Image candidate =
          Pixels.crop(
              picture,
              draws.below(picture.width() - side + 1),
              draws.below(picture.height() - side + 1),
              side,
              side);
      double seen = sum(edges.of(Pixels.tensor(List.of(candidate))));
      if (seen > most) {
        most = seen;
        best = candidate;
      }
    }
    return best;
  }

  private static double sum(Tensor weights) {
    double sum = 0;
    for (float weight : weights.floats()) {
      sum += weight;
    }
    return sum;
  }
}
