package {{package}};

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.nexusgen.api.backbone.AutoregressiveBackbone;
import org.nexusgen.api.text.Prompt;
import org.nexusgen.api.vision.ImageGrid;
import org.nexusgen.contracts.BackboneContract;
import org.nexusgen.contracts.BareModel;

@DisplayName("The backbone '{{name}}' keeps the contract")
class {{type}}BackboneTest extends BackboneContract {
  private static final Map<String, Integer> CONFIG =
      Map.of(
          "hidden_size", 8,
          "vocab_size", 50,
          "max_position_embeddings", 2000,
          "eos_token_id", 2,
          "vision_start_token_id", 4,
          "vision_end_token_id", 5,
          "image_token_id", 6);

  private final AutoregressiveBackbone backbone =
      new {{type}}Backbones().open(BareModel.context(Map.of("config.json", CONFIG)));

  @Override
  protected AutoregressiveBackbone backbone() {
    return backbone;
  }

  @Override
  protected Prompt prompt() {
    return new Prompt(new int[] {10, 20, 30, 11, 21, 31}, List.of());
  }

  @Override
  protected ImageGrid grid() {
    return new ImageGrid(1, 6, 6);
  }

  @Override
  protected int embeddings() {
    return 9;
  }
}
