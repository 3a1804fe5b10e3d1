package org.nexusgen.decoder.flux;

import static org.nexusgen.decoder.flux.Reference.get;
import static org.nexusgen.decoder.flux.Reference.tensors;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.nexusgen.api.PartContext;
import org.nexusgen.api.decode.Conditioning;
import org.nexusgen.api.decode.Conditioning.TokenGroup;
import org.nexusgen.api.decode.DecodingTask;
import org.nexusgen.api.decode.VisionDecoder;
import org.nexusgen.api.text.TextConditioning;
import org.nexusgen.api.train.TrainableAutoencoder;
import org.nexusgen.api.train.TrainableVisionDecoder;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.PixelSize;
import org.nexusgen.api.weights.WeightSet;
import org.nexusgen.contracts.TrainableAutoencoderContract;
import org.nexusgen.contracts.TrainableVisionDecoderContract;

@DisplayName("What of FLUX can be trained keeps the contracts")
class TrainablesContractTest {
  private final ModelFolder model = Reference.mini();

  @AfterEach
  void close() {
    model.close();
  }

  private PartContext miniContext() {
    return new PartContext(model, Reference.engine(), Reference.settings());
  }

  @Nested
  @DisplayName("the transformer of generation")
  class Generation extends Decoder {
    Generation() {
      super(DecodingTask.GENERATION, "generate_0", List.of(new TokenGroup(6, 6, true)));
    }

    @Override
    protected TrainableVisionDecoder part() {
      return new FluxTrainableGenerationDecoders().open(model);
    }
  }

  @Nested
  @DisplayName("the transformer of editing")
  class Editing extends Decoder {
    Editing() {
      super(
          DecodingTask.EDITING,
          "edit_0",
          List.of(new TokenGroup(6, 6, true), new TokenGroup(12, 12, true)));
    }

    @Override
    protected TrainableVisionDecoder part() {
      return new FluxTrainableEditingDecoders().open(model);
    }
  }

  private abstract class Decoder extends TrainableVisionDecoderContract {
    private final DecodingTask task;
    private final Conditioning conditioning;

    Decoder(DecodingTask task, String run, List<TokenGroup> groups) {
      this.task = task;
      this.conditioning =
          new Conditioning(
              get(tensors("starter/expected/expected.safetensors"), run + ".conditioning"), groups);
    }

    @Override
    protected PartContext context() {
      return miniContext();
    }

    @Override
    protected VisionDecoder decoder() {
      return Reference.provider(task).open(context());
    }

    @Override
    protected Conditioning conditioning() {
      return conditioning;
    }

    @Override
    protected TextConditioning emptyPrompt() {
      return new TextConditioning(
          model.weights(WeightSet.EMPTY_PROMPT).read("pooled"), Optional.empty());
    }

    @Override
    protected PixelSize size() {
      return new PixelSize(72, 40);
    }
  }

  @Nested
  @DisplayName("the autoencoder")
  class Autoencoder extends TrainableAutoencoderContract {
    @Override
    protected PartContext context() {
      return miniContext();
    }

    @Override
    protected TrainableAutoencoder part() {
      return new FluxTrainableAutoencoders().open(model);
    }
  }
}
