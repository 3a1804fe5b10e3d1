"""Makes negative_prompt.safetensors: what FLUX's text encoders of the golden checkpoint say of
"a photo of a cat", computed by transformers in float32. The ids are those of FLUX.1-dev's
tokenizers. Usage: negative_prompt.py CHECKPOINT OUT"""
import json
import sys

import torch
from safetensors.torch import load_file, save_file
from transformers import CLIPTextConfig, CLIPTextModel, T5Config, T5EncoderModel

checkpoint, out = sys.argv[1:]
flux = checkpoint + "/FLUX/FLUX.1-dev/"

def load(model, *files):
    weights = {}
    for file in files:
        weights |= {name: value.float() for name, value in load_file(flux + file).items()}
    names = model.state_dict().keys()
    weights = {name if name in names else name.removeprefix("text_model."): value
               for name, value in weights.items()}  # transformers 5 has no prefix
    missing, unexpected = model.load_state_dict(weights, strict=False)
    assert not unexpected and set(missing) <= {"encoder.embed_tokens.weight"}, missing
    return model.eval()

clip = load(CLIPTextModel(CLIPTextConfig.from_pretrained(flux + "text_encoder")),
            "text_encoder/model.safetensors")
t5 = load(T5EncoderModel(T5Config.from_pretrained(flux + "text_encoder_2")),
          "text_encoder_2/model-00001-of-00002.safetensors",
          "text_encoder_2/model-00002-of-00002.safetensors")
clip_ids = [49406, 320, 1125, 539, 320, 2368] + [49407] * 71
t5_ids = [3, 9, 1202, 13, 3, 9, 1712, 1] + [0] * 504
with torch.no_grad():
    pooled = clip(torch.tensor([clip_ids])).pooler_output
    tokens = t5(torch.tensor([t5_ids])).last_hidden_state
    print(json.dumps({"pooled": list(pooled.shape), "tokens": list(tokens.shape)}))
save_file({"pooled": pooled, "tokens": tokens}, out)
