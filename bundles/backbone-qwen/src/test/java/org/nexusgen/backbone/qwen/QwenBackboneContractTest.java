package org.nexusgen.backbone.qwen;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.nexusgen.api.backbone.AutoregressiveBackbone;
import org.nexusgen.api.text.Prompt;
import org.nexusgen.api.vision.ImageGrid;
import org.nexusgen.contracts.BackboneContract;

@DisplayName("The Qwen backbone")
class QwenBackboneContractTest extends BackboneContract {
  private static GoldenBackbone golden;

  @BeforeAll
  static void open() {
    golden = new GoldenBackbone();
  }

  @AfterAll
  static void close() {
    golden.close();
  }

  @Override
  protected AutoregressiveBackbone backbone() {
    return golden.backbone;
  }

  @Override
  protected Prompt prompt() {
    return GoldenBackbone.text(GoldenModel.json("ar/lm/generation.json"));
  }

  @Override
  protected ImageGrid grid() {
    return new ImageGrid(1, 8, 10);
  }

  @Override
  protected int embeddings() {
    return 20;
  }
}
