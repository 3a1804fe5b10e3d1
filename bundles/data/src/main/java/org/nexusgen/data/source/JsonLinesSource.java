package org.nexusgen.data.source;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.train.SampleSource;
import org.nexusgen.api.train.TrainingSample;
import org.nexusgen.api.train.TrainingSample.Task;
import org.nexusgen.data.json.Place;
import org.nexusgen.data.unified.Conversations;
import org.nexusgen.data.unified.ImageRules;
import org.nexusgen.data.unified.PlacedSample;
import org.nexusgen.data.unified.Sample;
import org.nexusgen.data.unified.SampleReader;

/**
 * A dataset in the unified form. Opening reads it once, line by line, so that every broken line is
 * told before a training begins; then 24 bytes a sample stay in memory, and samples are read where
 * they lie. Each round through the samples of a task has an order of its own, from the seed.
 */
final class JsonLinesSource implements SampleSource {
  private final String name;
  private final long seed;
  private final ImageRules images;
  private final List<Path> files = new ArrayList<>();
  private final Map<Task, LineIndex> index = new EnumMap<>(Task.class);

  JsonLinesSource(Path path, long seed, ImageRules images, SampleChoice choice) {
    this.name = path.toString();
    this.seed = seed;
    this.images = images;
    Map<Path, Integer> numbers = new LinkedHashMap<>();
    try (SampleReader reader = new SampleReader(path)) {
      for (Optional<PlacedSample> next = reader.next(); next.isPresent(); next = reader.next()) {
        PlacedSample placed = next.get();
        if (choice.has(placed)) {
          Place place = placed.place();
          int file = numbers.computeIfAbsent(place.file(), unused -> numbers.size());
          index
              .computeIfAbsent(placed.sample().task(), unused -> new LineIndex())
              .add(new LineIndex.Entry(file, place.line(), reader.offset()));
        }
      }
    }
    files.addAll(numbers.keySet());
  }

  @Override
  public TrainingSample sample(Task task, long at) {
    LineIndex lines = index.get(task);
    if (lines == null) {
      throw new BadInputException(
          "%s has no samples of %s; give the task a share of 0, or add a dataset that has some"
              .formatted(name, task.word()));
    }
    long size = lines.size();
    long round = at / size;
    LineIndex.Entry entry = lines.get(new Shuffle(size, seed + round).at(at % size));
    Place place = new Place(files.get(entry.file()), entry.line());
    return read(SampleReader.at(place, entry.offset()));
  }

  private TrainingSample read(PlacedSample placed) {
    List<Image> pictures =
        placed.imageFiles().stream()
            .map(file -> images.read(file, placed.place()).dropAlpha())
            .toList();
    Sample sample = placed.sample();
    return new TrainingSample(
        placed.place().toString(),
        sample.task(),
        sample.kind(),
        Conversations.messages(sample.messages(), pictures),
        sample.about());
  }

  @Override
  public long size(Task task) {
    LineIndex lines = index.get(task);
    return lines == null ? 0 : lines.size();
  }

  @Override
  public void close() {
    // Files are open only while a sample is read.
  }
}
