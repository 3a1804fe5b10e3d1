package org.nexusgen.data.source;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.image.ImageFiles;
import org.nexusgen.api.train.SampleSource;
import org.nexusgen.data.shapes.ShapesSources;
import org.nexusgen.data.unified.ContentKey;
import org.nexusgen.data.unified.ImageRules;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Opens datasets in the unified form: a JSONL file, or a folder of shards. A file is one split, so
 * both splits of it are the whole of it, unless {@code held_out} says which share, by content, is
 * kept out of training: {@code train.jsonl?held_out=0.1}.
 */
@Component(service = SampleSource.Provider.class)
public final class JsonLinesSources implements SampleSource.Provider {
  private static final String HELD_OUT = "held_out";
  // The same samples are held out whatever the order of training.
  private static final long SPLIT_SEED = 1;

  private final ImageRules images;

  @Activate
  public JsonLinesSources(@Reference ImageFiles images) {
    this.images = new ImageRules(images);
  }

  /** With the service that the service loader finds. */
  public JsonLinesSources() {
    this(
        ServiceLoader.load(ImageFiles.class)
            .findFirst()
            .orElseThrow(() -> new NexusGenException("no reader of image files is installed")));
  }

  @Override
  public boolean knows(String source) {
    String name = source.split("\\?", 2)[0];
    boolean isFolder = path(name).filter(Files::isDirectory).isPresent();
    return name.endsWith(".jsonl") || (isFolder && !name.equals(ShapesSources.NAME));
  }

  @Override
  public SampleSource open(String source, SampleSource.Split split, long seed) {
    SourceName parsed = SourceName.parse(source);
    parsed.allow(Set.of(HELD_OUT));
    Path path =
        path(parsed.name())
            .orElseThrow(() -> new BadInputException("'%s' is no path".formatted(source)));
    String share = parsed.settings().get(HELD_OUT);
    SampleChoice choice = share == null ? SampleChoice.all() : part(split, share(source, share));
    return new JsonLinesSource(path, seed, images, choice);
  }

  private static SampleChoice part(SampleSource.Split split, double share) {
    return placed -> {
      boolean heldOut = ContentKey.ofGroup(placed).fraction(SPLIT_SEED) < share;
      return heldOut == (split == SampleSource.Split.HELD_OUT);
    };
  }

  private static double share(String source, String text) {
    try {
      double share = Double.parseDouble(text);
      if (share > 0 && share < 1) {
        return share;
      }
    } catch (NumberFormatException e) {
      throw new BadInputException(wanted(source, text), e);
    }
    throw new BadInputException(wanted(source, text));
  }

  private static String wanted(String source, String got) {
    return "source '%s': %s: got '%s', wants a share above 0 and below 1"
        .formatted(source, HELD_OUT, got);
  }

  private static Optional<Path> path(String name) {
    try {
      return Optional.of(Path.of(name));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }
}
