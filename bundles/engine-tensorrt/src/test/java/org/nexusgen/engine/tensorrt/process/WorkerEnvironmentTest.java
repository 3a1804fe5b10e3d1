package org.nexusgen.engine.tensorrt.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("In the worker's environment")
@EnabledOnOs(value = OS.LINUX, disabledReason = "paths and loader are those of Linux")
final class WorkerEnvironmentTest {
  private static final String VISIBLE = "CUDA_VISIBLE_DEVICES";

  @TempDir private Path folder;

  private static Map<String, String> prepared(Map<String, String> own, Launch launch)
      throws IOException {
    Map<String, String> environment = new HashMap<>(own);
    WorkerEnvironment.prepare(environment, launch);
    return environment;
  }

  private Launch launch(int gpu) {
    return launch(gpu, List.of(), List.of(), folder.resolve("cache"));
  }

  private static Launch launch(int gpu, List<Path> folders, List<Path> preload, Path cache) {
    return new Launch(List.of(), folders, preload, cache, "any", gpu, List.of());
  }

  @Test
  @DisplayName("there is one GPU, the chosen one, in whichever order CUDA has")
  void gpu() throws IOException {
    assertThat(prepared(Map.of(), launch(1)))
        .containsEntry(VISIBLE, "1")
        .doesNotContainKey("CUDA_DEVICE_ORDER");
    assertThat(prepared(Map.of("CUDA_DEVICE_ORDER", "PCI_BUS_ID"), launch(1)))
        .containsEntry(VISIBLE, "1")
        .containsEntry("CUDA_DEVICE_ORDER", "PCI_BUS_ID");
  }

  @ParameterizedTest
  @DisplayName("it is one of those that this process sees")
  @CsvSource(
      delimiter = ';',
      value = {
        "0; 3; 3",
        "1; 3,5; 5",
        "1; 3, 5 ; 5",
        "1; GPU-8932f937-d72c,GPU-b1; GPU-b1",
        "1; MIG-a,MIG-GPU-b/1/0; MIG-GPU-b/1/0",
        "0; 2,-1,1; 2"
      })
  void inherited(int number, String list, String shown) throws IOException {
    assertThat(prepared(Map.of(VISIBLE, list), launch(number))).containsEntry(VISIBLE, shown);
  }

  @ParameterizedTest
  @DisplayName("no GPU is shown that was hidden from this process")
  @ValueSource(strings = {"", " ", "-1"})
  void hidden(String list) throws IOException {
    assertThat(prepared(Map.of(VISIBLE, list), launch(1))).containsEntry(VISIBLE, list);
  }

  @ParameterizedTest
  @DisplayName("a GPU beyond those that this process sees is refused by what it sees")
  @ValueSource(strings = {"3,5", "3,5,-1,7"})
  void beyond(String list) {
    assertThatThrownBy(() -> prepared(Map.of(VISIBLE, list), launch(2)))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(
            "tensorrt.device: got 2, wants a number below 2: CUDA_VISIBLE_DEVICES of this process"
                + " is '%s'; choose".formatted(list));
  }

  @Test
  @DisplayName("there are no options that were meant for this process's Java machine")
  void options() throws IOException {
    String port = "-agentlib:jdwp=transport=dt_socket,server=y,address=5005";
    assertThat(
            prepared(
                Map.of(
                    "JAVA_TOOL_OPTIONS", port,
                    "JDK_JAVA_OPTIONS", port,
                    "_JAVA_OPTIONS", port,
                    "HOME", "/home"),
                launch(0)))
        .doesNotContainKeys("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS")
        .containsEntry("HOME", "/home");
  }

  @Test
  @DisplayName("paths that the loader would split are links, the same at every start; others stay")
  void torn() throws IOException {
    Path cuda = Files.createDirectories(folder.resolve("my cuda:12"));
    Path runtime = Files.writeString(cuda.resolve("libcudart.so.12"), "runtime");
    Path plain = folder.resolve("plain");
    Launch launch = launch(0, List.of(plain, cuda), List.of(runtime), folder.resolve("cache"));
    Map<String, String> environment = prepared(Map.of("LD_LIBRARY_PATH", "/a"), launch);
    assertThat(environment.get("LD_PRELOAD")).doesNotContain(" ", ":");
    assertThat(Path.of(environment.get("LD_PRELOAD"))).hasContent("runtime");
    String[] folders = environment.get("LD_LIBRARY_PATH").split(":", -1);
    assertThat(folders).hasSize(3).startsWith(plain.toString()).endsWith("/a");
    assertThat(Path.of(folders[1]).resolve("libcudart.so.12")).hasContent("runtime");
    assertThat(prepared(Map.of("LD_LIBRARY_PATH", "/a"), launch)).isEqualTo(environment);
  }

  @Test
  @DisplayName("links lie in a temporary folder where the cache's path would be split, too")
  void tornCache() throws IOException {
    assumeFalse(System.getProperty("java.io.tmpdir").matches(".*[\\s:;$].*"), "a torn folder");
    Path runtime = Files.writeString(folder.resolve("a libcudart.so.12"), "runtime");
    Launch launch = launch(0, List.of(), List.of(runtime), folder.resolve("my cache"));
    String preload = prepared(Map.of(), launch).get("LD_PRELOAD");
    assertThat(preload).doesNotContain(" ").doesNotStartWith(folder.toString());
    assertThat(Path.of(preload)).hasContent("runtime");
    assertThat(Files.getPosixFilePermissions(Path.of(preload).getParent())).hasSize(3);
    assertThat(prepared(Map.of(), launch)).containsEntry("LD_PRELOAD", preload);
  }
}
