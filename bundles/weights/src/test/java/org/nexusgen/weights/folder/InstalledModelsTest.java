package org.nexusgen.weights.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.weights.InstalledModel;

@DisplayName("Of the models that are installed")
class InstalledModelsTest {
  /** One of which nothing but its name matters. */
  private record Named(String name, String version) implements InstalledModel {
    @Override
    public Use use() {
      throw new UnsupportedOperationException("no files");
    }
  }

  private final InstalledModels models = new InstalledModels();

  InstalledModelsTest() {
    Stream.of("1.9.0", "1.10.0", "1.10.0.beta", "0.20.3")
        .forEach(version -> models.add(new Named("shapes", version)));
    models.add(new Named("other", "7.0.0"));
  }

  @Test
  @DisplayName("a name opens the newest version, as OSGi counts versions")
  void newest() {
    assertThat(models.named("shapes")).contains(new Named("shapes", "1.10.0.beta"));
    models.remove(new Named("shapes", "1.10.0.beta"));
    assertThat(models.named("shapes")).contains(new Named("shapes", "1.10.0"));
  }

  @Test
  @DisplayName("a name with a version opens that one, and nothing else")
  void exact() {
    assertThat(models.named("shapes:1.9.0")).contains(new Named("shapes", "1.9.0"));
    assertThat(models.named("shapes:1.9")).isEmpty();
    assertThat(models.named("forms")).isEmpty();
  }

  @Test
  @DisplayName("each name is told once")
  void names() {
    assertThat(models.names()).isEqualTo(List.of("other", "shapes"));
  }
}
