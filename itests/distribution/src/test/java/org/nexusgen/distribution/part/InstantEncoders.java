package org.nexusgen.distribution.part;

import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.nexusgen.api.PartContext;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.vision.ImageEmbedding;
import org.nexusgen.api.vision.ImageGrid;
import org.nexusgen.api.vision.ImageRoute;
import org.nexusgen.api.vision.VisionEncoder;
import org.nexusgen.api.vision.VisionEncoding;
import org.nexusgen.api.weights.PixelSize;

/** Sees nothing in a picture, and notices when it is used after it was taken away. */
public final class InstantEncoders implements VisionEncoder.Provider {
  private static final long WORK_NANOS = 200_000;

  private final Presence presence = new Presence("encoder");

  void leave() {
    presence.leave();
  }

  @Override
  public String name() {
    return "instant";
  }

  @Override
  public int ranking() {
    return -1000;
  }

  @Override
  public VisionEncoder open(PartContext context) {
    presence.check();
    return new InstantEncoder(presence);
  }

  private static final class InstantEncoder implements VisionEncoder {
    private final Presence provider;
    private final Presence self = new Presence("opened encoder");

    InstantEncoder(Presence provider) {
      this.provider = provider;
    }

    @Override
    public VisionEncoding encode(List<Image> images, ImageRoute route) {
      return encode(images.get(0), new PixelSize(1, 1));
    }

    @Override
    public VisionEncoding encode(Image image, PixelSize size) {
      LockSupport.parkNanos(WORK_NANOS);
      provider.check();
      self.check();
      Tensor nothing = Tensor.of(new float[] {0}, 1, 1);
      return new VisionEncoding(
          nothing, List.of(new ImageGrid(1, 1, 1)), List.of(new ImageEmbedding(nothing, 1, 1)));
    }

    @Override
    public void close() {
      self.leave();
    }
  }
}
