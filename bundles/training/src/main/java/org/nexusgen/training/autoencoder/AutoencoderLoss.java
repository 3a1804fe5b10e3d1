package org.nexusgen.training.autoencoder;

import static org.nexusgen.graph.Ops.abs;
import static org.nexusgen.graph.Ops.add;
import static org.nexusgen.graph.Ops.div;
import static org.nexusgen.graph.Ops.exp;
import static org.nexusgen.graph.Ops.max;
import static org.nexusgen.graph.Ops.min;
import static org.nexusgen.graph.Ops.mul;
import static org.nexusgen.graph.Ops.reduceMean;
import static org.nexusgen.graph.Ops.split;
import static org.nexusgen.graph.Ops.sub;

import java.util.List;
import java.util.Map;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.graph.ValueType;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.train.TrainableAutoencoder;
import org.nexusgen.graph.GraphBuilder;
import org.nexusgen.graph.Value;
import org.nexusgen.training.loss.Included;

/**
 * The loss of an autoencoder: how far pictures come back, absolute plus squared, pixels weighted by
 * a map, and how far latents are from standard normal (Kingma and Welling 2014, appendix B).
 *
 * @param divergence weight of the mean divergence of one latent value
 */
public record AutoencoderLoss(double divergence) {
  /** Graph output: the scalar that training makes small. */
  public static final String LOSS = "loss";

  /** Graph output: scalar, mean squared error of all pixels alike, on the scale -1 to 1. */
  public static final String SQUARED_ERROR = "mse";

  /** Graph output: scalar, mean divergence of a latent value. */
  public static final String DIVERGENCE = "kl";

  /** Graph input: F32 [pictures, 3, height, width], what is to come back. */
  public static final String PIXELS = TrainableAutoencoder.PIXELS;

  /** Graph input: F32 [pictures, 1, height, width], how much each pixel counts. */
  public static final String PIXEL_WEIGHTS = "pixel_weights";

  /** Graph input: F32 [pictures, channels, rows, columns], standard normal. */
  public static final String NOISE = "noise";

  /** Graph input of the decoder alone: F32 [pictures, channels, rows, columns]. */
  public static final String LATENTS = TrainableAutoencoder.LATENTS;

  /** The bounds of log variances (Rombach et al. 2022, DiagonalGaussianDistribution). */
  private static final double LOWEST_LOG_VARIANCE = -30;

  private static final double HIGHEST_LOG_VARIANCE = 20;

  public AutoencoderLoss {
    if (!(divergence >= 0 && Double.isFinite(divergence))) {
      throw new BadInputException(
          "autoencoder's weight of the divergence: got %s, wants 0 or more".formatted(divergence));
    }
  }

  /** Encoder and decoder: latents are drawn around their mean with the {@value #NOISE}. */
  public Graph whole(TrainableAutoencoder autoencoder) {
    GraphBuilder b = new GraphBuilder("autoencoder with loss");
    Value pixels = b.input(PIXELS, type(autoencoder.encoder().inputs(), PIXELS));
    Map<String, Value> given = Map.of(TrainableAutoencoder.PIXELS, pixels);
    Value moments =
        Included.output(b, autoencoder.encoder(), given, "", TrainableAutoencoder.MOMENTS);
    List<Value> halves = split(moments, 1, 2);
    Value mean = halves.get(0); // (B, C, h, w)
    Value logVariance =
        min(max(halves.get(1), b.constant(LOWEST_LOG_VARIANCE)), b.constant(HIGHEST_LOG_VARIANCE));
    Value noise = b.input(NOISE, mean.type());
    Value latents = add(mean, mul(exp(mul(logVariance, 0.5)), noise));

    Value kl = divergence(mean, logVariance);
    Value returned = error(b, autoencoder, pixels, latents);
    b.output(LOSS, add(returned, mul(kl, divergence)));
    b.output(DIVERGENCE, kl);
    return b.build();
  }

  /** The decoder alone, on given raw latents; the encoder stays as it is. */
  public static Graph decoderAlone(TrainableAutoencoder autoencoder) {
    GraphBuilder b = new GraphBuilder("autoencoder's decoder with loss");
    Value pixels = b.input(PIXELS, type(autoencoder.decoder().outputs(), PIXELS));
    Value latents = b.input(LATENTS, type(autoencoder.decoder().inputs(), LATENTS));
    b.output(LOSS, error(b, autoencoder, pixels, latents));
    return b.build();
  }

  private static ValueType type(List<Graph.Argument> arguments, String name) {
    return arguments.stream()
        .filter(argument -> argument.name().equals(name))
        .map(Graph.Argument::type)
        .findFirst()
        .orElseThrow(
            () ->
                new BadInputException(
                    "autoencoder: got a graph with %s, wants '%s'".formatted(arguments, name)));
  }

  /** Σ weight · (|d| + d²) / Σ weight; the plain squared error becomes an output. */
  private static Value error(
      GraphBuilder b, TrainableAutoencoder autoencoder, Value pixels, Value latents) {
    Map<String, Value> given = Map.of(TrainableAutoencoder.LATENTS, latents);
    Value returned =
        Included.output(b, autoencoder.decoder(), given, "", TrainableAutoencoder.PIXELS);
    Value difference = sub(returned, pixels); // (B, 3, H, W)
    Value squared = mul(difference, difference);
    b.output(SQUARED_ERROR, reduceMean(squared, false, 0, 1, 2, 3));
    Value each = reduceMean(add(abs(difference), squared), true, 1); // (B, 1, H, W)
    Value weights =
        b.input(PIXEL_WEIGHTS, DType.F32, each.dim(0), each.dim(1), pixels.dim(2), pixels.dim(3));
    Value weighted = reduceMean(mul(each, weights), false, 0, 1, 2, 3);
    return div(weighted, reduceMean(weights, false, 0, 1, 2, 3));
  }

  /** Mean over all values of (μ² + σ² − 1 − log σ²) / 2. */
  private static Value divergence(Value mean, Value logVariance) {
    Value spread = sub(sub(exp(logVariance), 1), logVariance);
    return mul(reduceMean(add(mul(mean, mean), spread), false, 0, 1, 2, 3), 0.5);
  }
}
