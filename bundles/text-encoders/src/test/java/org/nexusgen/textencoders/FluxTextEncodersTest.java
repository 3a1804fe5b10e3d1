package org.nexusgen.textencoders;

import org.junit.jupiter.api.DisplayName;
import org.nexusgen.contracts.TextEncoderContract;
import org.nexusgen.plain.MemoryModel;

@DisplayName("CLIP and T5 keep the contract of text encoders")
class FluxTextEncodersTest extends TextEncoderContract {
  FluxTextEncodersTest() {
    super(new FluxTextEncoders(), MemoryModel.context(GoldenFiles.decoderModel()));
  }
}
