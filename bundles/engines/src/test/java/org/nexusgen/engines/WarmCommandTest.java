package org.nexusgen.engines;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.NexusGen;
import org.nexusgen.api.NexusGenConfig;
import org.nexusgen.api.NexusGenFactory;
import org.nexusgen.api.engine.WarmListener;

@DisplayName("engines warm")
class WarmCommandTest {
  private final List<NexusGenConfig> asked = new ArrayList<>();

  private final class Factory implements NexusGenFactory {
    @Override
    public NexusGen open(NexusGenConfig config) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<InstalledPart> parts() {
      return List.of();
    }

    @Override
    public int warm(NexusGenConfig config, WarmListener listener, Cancellation cancellation) {
      asked.add(config);
      if (config.engines().usual().equals("onnxruntime")) {
        return 0;
      }
      listener.progress(0, 2, "backbone, rows 1");
      listener.progress(1, 2, "backbone, rows 81");
      return 2;
    }
  }

  private Ran run(String... arguments) {
    return Ran.of(new EnginesCommand(List.of(), List.of(), List.of(new Factory())), arguments);
  }

  @Test
  @DisplayName("says each plan before it is built, and how many there are in the end")
  void plans() {
    Ran ran = run("warm", "--engine", "tensorrt", "--model", "m");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.err())
        .contains("plan 0 of 2: backbone, rows 1", "plan 1 of 2: backbone, rows 81");
    assertThat(ran.out()).contains("2 plans are there for engine tensorrt");
    assertThat(asked.get(0).model()).isEqualTo(Path.of("m"));
  }

  @Test
  @DisplayName("guesses which option was meant, as engines does with commands")
  void misspelt() {
    Ran option = run("warm", "--engin", "tensorrt");
    assertThat(option.code()).isEqualTo(2);
    assertThat(option.err()).contains("did you mean '--engine'?").hasLineCount(1);
    assertThat(run("instal").err()).contains("did you mean 'install'?").hasLineCount(1);
    assertThat(asked).isEmpty();
  }

  @Test
  @DisplayName("has nothing to do for engines without plans")
  void nothing() {
    assertThat(run("warm", "--model", "m").out())
        .contains("nothing to do: engine onnxruntime needs no plans");
  }
}
