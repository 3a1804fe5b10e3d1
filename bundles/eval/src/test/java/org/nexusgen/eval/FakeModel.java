package org.nexusgen.eval;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nexusgen.api.Answer;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.Conversation;
import org.nexusgen.api.DecodingRequest;
import org.nexusgen.api.ImaginingRequest;
import org.nexusgen.api.JobListener;
import org.nexusgen.api.JobReport;
import org.nexusgen.api.NexusGen;
import org.nexusgen.api.NexusGenConfig;
import org.nexusgen.api.NexusGenFactory;
import org.nexusgen.api.Painting;
import org.nexusgen.api.PaintingRequest;
import org.nexusgen.api.PartChoice;
import org.nexusgen.api.UnderstandingRequest;
import org.nexusgen.api.backbone.Generation;
import org.nexusgen.api.decode.Decoding;
import org.nexusgen.api.engine.SessionSettings;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.message.Message;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.vision.ImageEmbedding;
import org.nexusgen.api.vision.ImageRoute;
import org.nexusgen.api.vision.VisionEncoding;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.ModelSettings;
import org.nexusgen.api.weights.PixelSize;

/**
 * A model that says "yes" to everything and paints one level of gray: the number of its prompt's
 * letters. Its embeddings are that level.
 */
final class FakeModel implements NexusGen {
  final List<String> asked = new ArrayList<>();
  final List<NexusGenConfig> opened = new ArrayList<>();

  /** Opens this model whatever is asked for. */
  NexusGenFactory factory() {
    return new NexusGenFactory() {
      @Override
      public NexusGen open(NexusGenConfig config) {
        opened.add(config);
        return FakeModel.this;
      }

      @Override
      public Optional<Path> configuredModel() {
        return Optional.of(Path.of("mini"));
      }

      @Override
      public NexusGenConfig configured(Path model) {
        return NexusGenConfig.of(model)
            .withEngine("configured")
            .withSession(SessionSettings.standard().withThreads(3));
      }

      @Override
      public List<InstalledPart> parts() {
        return List.of();
      }
    };
  }

  static Image gray(int level) {
    byte[] pixels = new byte[2 * 2 * 3];
    java.util.Arrays.fill(pixels, (byte) level);
    return new Image(2, 2, Image.Channels.RGB, pixels);
  }

  @Override
  public ModelFolder model() {
    return (ModelFolder)
        Proxy.newProxyInstance(
            FakeModel.class.getClassLoader(),
            new Class<?>[] {ModelFolder.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "settings" -> ModelSettings.reference("fake");
                  case "root" -> Path.of("fake");
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  @Override
  public Answer understand(
      UnderstandingRequest request, JobListener listener, Cancellation cancellation) {
    asked.add(request.question());
    return new Answer("yes", List.of(), List.of(), Generation.Finish.END_OF_TEXT, report(Map.of()));
  }

  @Override
  public Answer imagine(ImaginingRequest request, JobListener listener, Cancellation cancellation) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Painting generate(
      PaintingRequest request, JobListener listener, Cancellation cancellation) {
    asked.add(request.imagining().prompt());
    Image image = gray(request.imagining().prompt().length());
    Tensor embeddings = embedding(image).values().reshape(1, 1, 2);
    return painting(image, Map.of("image_embeddings", embeddings));
  }

  @Override
  public List<Painting> generateAll(
      List<PaintingRequest> requests, JobListener listener, Cancellation cancellation) {
    return requests.stream().map(one -> generate(one, listener, cancellation)).toList();
  }

  @Override
  public Painting edit(PaintingRequest request, JobListener listener, Cancellation cancellation) {
    return generate(request, listener, cancellation);
  }

  @Override
  public Painting decode(DecodingRequest request, JobListener listener, Cancellation cancellation) {
    return painting(gray((int) request.embedding().floats()[0]), Map.of());
  }

  @Override
  public VisionEncoding encode(List<Image> images, ImageRoute route, PartChoice parts) {
    return new VisionEncoding(
        Tensor.scalar(0), List.of(), images.stream().map(FakeModel::embedding).toList());
  }

  @Override
  public VisionEncoding encode(Image image, PixelSize size, PartChoice parts) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Conversation chat() {
    return new Conversation() {
      @Override
      public Reply say(
          List<Image> images,
          String text,
          ChatOptions options,
          JobListener listener,
          Cancellation cancellation) {
        asked.add(options.kind() + " " + text);
        return new Reply("yes", List.of(gray(text.length())), report(Map.of()));
      }

      @Override
      public List<Message> history() {
        return List.of();
      }

      @Override
      public void clear() {}
    };
  }

  @Override
  public void close() {}

  private static ImageEmbedding embedding(Image image) {
    return new ImageEmbedding(Tensor.of(new float[] {image.pixels()[0], 1}, 1, 2), 1, 1);
  }

  private static Painting painting(Image image, Map<String, Tensor> tensors) {
    Tensor none = Tensor.scalar(0);
    return new Painting(
        List.of(new Decoding(image, none, none, List.of(), List.of())),
        List.of(1L),
        "",
        "",
        report(tensors));
  }

  private static JobReport report(Map<String, Tensor> tensors) {
    return new JobReport(Map.of(), tensors, Map.of(), List.of());
  }
}
