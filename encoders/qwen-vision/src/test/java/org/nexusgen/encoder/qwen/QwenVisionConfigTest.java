package org.nexusgen.encoder.qwen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.weights.ConfigTree;

@DisplayName("The encoder's configuration")
class QwenVisionConfigTest {
  /** The published model's vision_config. */
  private static Map<String, Object> published() {
    Map<String, Object> keys = new HashMap<>();
    keys.put("depth", 32);
    keys.put("hidden_act", "silu");
    keys.put("hidden_size", 1280);
    keys.put("intermediate_size", 3420);
    keys.put("num_heads", 16);
    keys.put("in_chans", 3);
    keys.put("out_hidden_size", 3584);
    keys.put("patch_size", 14);
    keys.put("spatial_merge_size", 2);
    keys.put("temporal_patch_size", 2);
    keys.put("window_size", 112);
    keys.put("fullatt_block_indexes", List.of(7, 15, 23, 31));
    return keys;
  }

  private static QwenVisionConfig config(Map<String, Object> keys) {
    return QwenVisionConfig.of(new ConfigTree("config.json", Map.of("vision_config", keys)));
  }

  @Test
  @DisplayName("is read from the published file")
  void isReadFromThePublishedFile() {
    QwenVisionConfig config = config(published());

    assertThat(config.headDim()).isEqualTo(80);
    assertThat(config.patchValues()).isEqualTo(1176);
    assertThat(config.tokenSide()).isEqualTo(28);
    assertThat(config.windowTokens()).isEqualTo(4);
    assertThat(config.seesWholeImage(7)).isTrue();
    assertThat(config.seesWholeImage(8)).isFalse();
  }

  @Test
  @DisplayName("is the same with newer names, at the top of the file, and without usual values")
  void isReadFromOtherLayouts() {
    Map<String, Object> keys = published();
    keys.remove("in_chans");
    keys.put("in_channels", 3);
    assertThat(QwenVisionConfig.of(new ConfigTree("config.json", keys)))
        .isEqualTo(config(published()));

    List.of("in_channels", "patch_size", "spatial_merge_size", "temporal_patch_size", "window_size")
        .forEach(keys::remove);
    assertThat(config(keys)).isEqualTo(config(published()));
  }

  static Stream<Arguments> wrong() {
    return Stream.of(
        Arguments.of("depth", 0),
        Arguments.of("depth", "many"),
        Arguments.of("depth", 2.5),
        Arguments.of("hidden_size", 1281),
        Arguments.of("hidden_size", 1280 + 32),
        Arguments.of("num_heads", 0),
        Arguments.of("intermediate_size", -1),
        Arguments.of("out_hidden_size", 0),
        Arguments.of("in_chans", 4),
        Arguments.of("patch_size", 0),
        Arguments.of("spatial_merge_size", 0),
        Arguments.of("temporal_patch_size", 0),
        Arguments.of("window_size", 27),
        Arguments.of("fullatt_block_indexes", List.of(7, 32)),
        Arguments.of("fullatt_block_indexes", "all"),
        Arguments.of("hidden_act", "gelu"));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  @DisplayName("names a key that is wrong")
  void namesAWrongKey(String key, Object value) {
    Map<String, Object> keys = published();
    keys.put(key, value);

    assertThatThrownBy(() -> config(keys))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll(key.equals("in_chans") ? "in_channels" : key, value.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"depth", "hidden_size", "num_heads", "out_hidden_size", "fullatt_block_indexes"})
  @DisplayName("names a key that is missing")
  void namesAMissingKey(String key) {
    Map<String, Object> keys = published();
    keys.remove(key);

    assertThatThrownBy(() -> config(keys))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(key);
  }

  static Stream<Arguments> wrongProcessing() {
    return Stream.of(
        Arguments.of("patch_size", 16),
        Arguments.of("merge_size", 1),
        Arguments.of("temporal_patch_size", 1),
        Arguments.of("min_pixels", 0),
        Arguments.of("max_pixels", 100),
        Arguments.of("image_mean", List.of(0.5, 0.5)),
        Arguments.of("image_std", List.of(0.5, 0.0, 0.5)));
  }

  @ParameterizedTest
  @MethodSource("wrongProcessing")
  @DisplayName("names a key of the preprocessor that is wrong or contradicts the network")
  void namesAWrongProcessorKey(String key, Object value) {
    Map<String, Object> keys = new HashMap<>();
    keys.put("image_mean", List.of(0.5, 0.5, 0.5));
    keys.put("image_std", List.of(0.5, 0.5, 0.5));
    QwenVisionConfig vision = config(published());
    ConfigTree sound = new ConfigTree(QwenProcessorConfig.FILE, keys);
    assertThat(QwenProcessorConfig.of(sound, vision).maxPixels()).isEqualTo(1_003_520);

    keys.put(key, value);

    ConfigTree broken = new ConfigTree(QwenProcessorConfig.FILE, keys);
    assertThatThrownBy(() -> QwenProcessorConfig.of(broken, vision))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll(key, value.toString(), QwenProcessorConfig.FILE);
  }
}
