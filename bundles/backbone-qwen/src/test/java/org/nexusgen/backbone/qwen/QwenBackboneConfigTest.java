package org.nexusgen.backbone.qwen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.weights.ConfigTree;

@DisplayName("The backbone's configuration")
class QwenBackboneConfigTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static ObjectNode flat() {
    return (ObjectNode) GoldenModel.json("ar/checkpoint/config.json");
  }

  private static QwenBackboneConfig read(ObjectNode json) {
    return QwenBackboneConfig.from(
        new ConfigTree(
            "config.json", JSON.convertValue(json, new TypeReference<Map<String, Object>>() {})));
  }

  /** The same model as newer versions of transformers write it. */
  private static ObjectNode nested() {
    ObjectNode root = JSON.createObjectNode();
    ObjectNode text = flat();
    for (String key : List.of("vision_config", "image_token_id")) {
      root.set(key, text.remove(key));
    }
    ObjectNode rope = (ObjectNode) text.remove("rope_scaling");
    rope.remove("type");
    rope.put("rope_type", "default");
    rope.set("rope_theta", text.remove("rope_theta"));
    text.set("rope_parameters", rope);
    root.set("text_config", text);
    return root;
  }

  @Test
  @DisplayName("is read from the original, flat layout")
  void flatLayout() {
    assertThat(read(flat()))
        .isEqualTo(
            new QwenBackboneConfig(
                64, 3, 4, 2, 16, 128, 1e-6, 1e6, List.of(2, 3, 3), 32768, false, 2, 512, 509, 510));
  }

  @Test
  @DisplayName("is the same in the nested layout of newer files")
  void nestedLayout() {
    assertThat(read(nested())).isEqualTo(read(flat()));
  }

  @Test
  @DisplayName("takes head_dim from the file where it is there")
  void headDim() {
    ObjectNode json = flat();
    json.put("head_dim", 32);
    ((ObjectNode) json.get("rope_scaling")).putPOJO("mrope_section", List.of(4, 6, 6));

    assertThat(read(json).headDim()).isEqualTo(32);
  }

  @Test
  @DisplayName("has as many key heads as query heads where the file does not say")
  void keyHeadsDefault() {
    ObjectNode json = flat();
    json.remove("num_key_value_heads");

    assertThat(read(json).numKeyValueHeads()).isEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hidden_size",
        "num_hidden_layers",
        "num_attention_heads",
        "intermediate_size",
        "rms_norm_eps",
        "rope_theta",
        "rope_scaling",
        "max_position_embeddings",
        "image_token_id",
        "vision_start_token_id",
        "vision_end_token_id",
        "vision_config"
      })
  @DisplayName("is refused without a key that has no default")
  void missingKeys(String key) {
    ObjectNode json = flat();
    json.remove(key);

    assertThatThrownBy(() -> read(json))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("'" + key + "'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"hidden_size": 0} | hidden_size
          {"hidden_size": -64} | hidden_size
          {"hidden_size": 66} | not a multiple of num_attention_heads
          {"hidden_size": "64"} | hidden_size
          {"hidden_size": 6.5} | hidden_size
          {"hidden_size": 1e20} | hidden_size
          {"num_hidden_layers": 0} | num_hidden_layers
          {"num_attention_heads": 0} | num_attention_heads
          {"num_key_value_heads": 0} | num_key_value_heads
          {"num_key_value_heads": 3} | not a multiple of num_key_value_heads
          {"head_dim": 15} | head_dim
          {"intermediate_size": [128]} | intermediate_size
          {"rms_norm_eps": 0} | rms_norm_eps
          {"rope_theta": -1} | rope_theta
          {"rope_scaling": {"type": "mrope", "mrope_section": [2, 3, 4]}} | mrope_section
          {"rope_scaling": {"type": "mrope", "mrope_section": [4, 4]}} | mrope_section
          {"rope_scaling": {"type": "mrope", "mrope_section": [-2, 5, 5]}} | mrope_section
          {"rope_scaling": {"type": "mrope"}} | mrope_section
          {"rope_scaling": {"type": "yarn", "mrope_section": [2, 3, 3]}} | yarn
          {"rope_scaling": 3} | rope_scaling
          {"hidden_act": "gelu"} | hidden_act
          {"use_sliding_window": true} | use_sliding_window
          {"max_position_embeddings": 0} | max_position_embeddings
          {"image_token_id": -1} | image_token_id
          {"image_token_id": 509} | must differ
          {"tie_word_embeddings": "no"} | tie_word_embeddings
          {"vision_config": {"spatial_merge_size": 0}} | spatial_merge_size
          """)
  @DisplayName("is refused with a value that cannot be, which the message names")
  void wrongValues(String change, String message) throws JsonProcessingException {
    ObjectNode json = flat();
    json.setAll((ObjectNode) JSON.readTree(change));

    assertThatThrownBy(() -> read(json))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(message)
        .hasMessageContaining("config.json");
  }
}
