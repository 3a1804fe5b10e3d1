package org.nexusgen.data.shapes;

import org.nexusgen.api.train.SampleSource;
import org.nexusgen.data.source.SourceName;
import org.osgi.service.component.annotations.Component;

/** Opens the shapes world: {@code shapes}, or {@code shapes?objects=1-2&questions=12} and more. */
@Component(service = SampleSource.Provider.class)
public final class ShapesSources implements SampleSource.Provider {
  /** The world; a folder of that name is meant by {@code ./shapes}. */
  public static final String NAME = "shapes";

  /** Needs nothing. */
  public ShapesSources() {}

  @Override
  public boolean knows(String source) {
    return source.equals(NAME) || source.startsWith(NAME + "?");
  }

  @Override
  public SampleSource open(String source, SampleSource.Split split, long seed) {
    return new ShapesSource(ShapesSettingsReader.read(SourceName.parse(source)), split, seed);
  }
}
