package org.nexusgen.data.unified;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.message.Role;
import org.nexusgen.api.train.TrainingSample.Task;

/** Numbers of a dataset, gathered sample by sample. */
public final class Statistics {
  private final Map<String, Long> counts = new LinkedHashMap<>();
  private final Map<String, Long> sizes = new LinkedHashMap<>();

  public Statistics() {
    counts.put("samples", 0L);
    for (Task task : Task.values()) {
      counts.put(task.word(), 0L);
    }
    for (String name : new String[] {"images", "turns", "user_characters"}) {
      counts.put(name, 0L);
    }
    counts.put("assistant_characters", 0L);
    counts.put("longest_content", 0L);
  }

  /** Counts a sample. */
  public void add(Sample sample) {
    count("samples", 1);
    count(sample.task().word(), 1);
    count("images", sample.images().size());
    count("turns", sample.messages().size());
    for (Turn turn : sample.messages()) {
      if (turn.role() != Role.SYSTEM) {
        count(turn.role().word() + "_characters", turn.content().length());
      }
      counts.merge("longest_content", (long) turn.content().length(), Math::max);
    }
  }

  /** Counts a picture's size. */
  public void add(Image image) {
    sizes.merge("least_width", (long) image.width(), Math::min);
    sizes.merge("most_width", (long) image.width(), Math::max);
    sizes.merge("least_height", (long) image.height(), Math::min);
    sizes.merge("most_height", (long) image.height(), Math::max);
  }

  /** By name, in the order to print. */
  public Map<String, Long> values() {
    Map<String, Long> all = new LinkedHashMap<>(counts);
    all.putAll(sizes);
    return all;
  }

  /** One JSON object. */
  public String json() {
    return values().entrySet().stream()
        .map(each -> String.format(Locale.ROOT, "\"%s\":%d", each.getKey(), each.getValue()))
        .collect(Collectors.joining(",", "{", "}"));
  }

  private void count(String name, long more) {
    counts.merge(name, more, Long::sum);
  }
}
