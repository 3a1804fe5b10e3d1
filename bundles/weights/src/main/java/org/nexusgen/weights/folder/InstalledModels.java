package org.nexusgen.weights.folder;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nexusgen.api.weights.InstalledModel;

/** The models that bundles brought, and have not taken away yet. Thread-safe. */
public final class InstalledModels {
  private static final int DIGITS = 18;
  private static final Pattern NUMBER = Pattern.compile("\\d{1," + DIGITS + "}");

  private final List<InstalledModel> models = new CopyOnWriteArrayList<>();

  public void add(InstalledModel model) {
    models.add(model);
  }

  public void remove(InstalledModel model) {
    models.remove(model);
  }

  /** By name, the older version first. */
  public List<InstalledModel> all() {
    return models.stream()
        .sorted(
            Comparator.comparing(InstalledModel::name)
                .thenComparing(InstalledModel::version, InstalledModels::compare))
        .toList();
  }

  /** Under which they are opened. */
  public List<String> names() {
    return all().stream().map(InstalledModel::name).distinct().toList();
  }

  /**
   * The newest version of a model, or the one that is asked for.
   *
   * @param text {@code name} or {@code name:version}
   */
  public Optional<InstalledModel> named(String text) {
    return all().stream()
        .filter(one -> one.name().equals(text) || (one.name() + ":" + one.version()).equals(text))
        .reduce((older, newer) -> newer);
  }

  /** As OSGi orders versions: three numbers, then a text. */
  static int compare(String first, String second) {
    Matcher one = NUMBER.matcher(first);
    Matcher two = NUMBER.matcher(second);
    for (int part = 0; part < 3 && one.find() && two.find(); part++) {
      int difference = Long.compare(Long.parseLong(one.group()), Long.parseLong(two.group()));
      if (difference != 0) {
        return difference;
      }
    }
    return first.compareTo(second);
  }
}
