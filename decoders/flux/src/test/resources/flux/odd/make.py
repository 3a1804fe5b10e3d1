"""Makes this folder: a FLUX model of odd dims with random weights, and what an independent PyTorch
implementation makes of it, in float64. Written from the papers and the key names alone; the seed is
fixed. Usage: make.py FOLDER"""
import json
import math
import os
import sys

import torch
import torch.nn.functional as F
from safetensors.torch import save_file

folder = sys.argv[1]
torch.manual_seed(7)
torch.set_default_dtype(torch.float64)
H, D, AXES, MLP, CONTEXT, POOLED, TIME = 24, 8, (2, 2, 4), 40, 10, 6, 32
LATENT, CHANNELS, GROUPS, DECODER_BLOCKS, ENCODER_BLOCKS = 3, (8, 12), 4, 3, 1
SCALING, SHIFT = 0.7, -0.2
weights = {}


def parameter(name, *shape, scale=None):
    if name not in weights:
        width = math.prod(shape[1:]) if len(shape) > 1 else 1
        spread = scale if scale is not None else 1 / math.sqrt(width)
        value = torch.randn(shape) * spread + (1 if scale == 0.1 else 0)
        weights[name] = value.float().double()  # stored as float32
    return weights[name]


def linear(name, x, out):
    return F.linear(x, parameter(name + ".weight", out, x.shape[-1]),
                    parameter(name + ".bias", out, scale=0.2))


def rms(name, x):
    return F.rms_norm(x, x.shape[-1:], parameter(name + ".weight", x.shape[-1], scale=0.1), 1e-6)


def sinusoid(t):
    angles = t * torch.exp(-math.log(10000) * torch.arange(TIME // 2) / (TIME // 2))
    return torch.cat([angles.cos(), angles.sin()])[None]


def embed(name, x):
    return linear(name + ".2", F.silu(linear(name + ".0", x, H)), H)


def rotate(x, ids):  # x [heads, tokens, D]: pairs of neighbours as complex numbers
    angles = torch.cat([ids[:, a:a + 1] * 10000.0 ** (-torch.arange(0, n, 2) / n)
                        for a, n in enumerate(AXES)], 1)
    turned = torch.view_as_complex(x.unflatten(-1, (-1, 2)).contiguous()) * torch.polar(
        torch.ones_like(angles), angles)
    return torch.view_as_real(turned).flatten(-2)


def heads(x):
    return x.unflatten(-1, (-1, D)).transpose(0, 1)


def attend(q, k, v, ids):
    scores = rotate(q, ids) @ rotate(k, ids).transpose(-1, -2) / math.sqrt(D)
    return (scores.softmax(-1) @ v).transpose(0, 1).flatten(1)


def norm(x, shift, scale):
    return F.layer_norm(x, x.shape[-1:], eps=1e-6) * (1 + scale) + shift


def double(name, image, text, signal, ids):
    streams = {"b": text, "a": image}
    mods = {s: linear(f"{name}.norm1_{s}.linear", signal, 6 * H).chunk(6, -1) for s in streams}
    parts = []
    for s, x in streams.items():
        q, k, v = linear(f"{name}.attn.{s}_to_qkv", norm(x, *mods[s][:2]), 3 * H).chunk(3, -1)
        parts.append((rms(f"{name}.attn.norm_q_{s}", heads(q)),
                      rms(f"{name}.attn.norm_k_{s}", heads(k)), heads(v)))
    joined = attend(*(torch.cat(pair, 1) for pair in zip(*parts)), ids)
    attended = dict(zip("ba", joined.split([len(text), len(image)])))
    out = {}
    for s, x in streams.items():
        x = x + mods[s][2] * linear(f"{name}.attn.{s}_to_out", attended[s], H)
        inner = F.gelu(linear(f"{name}.ff_{s}.0", norm(x, *mods[s][3:5]), MLP), approximate="tanh")
        out[s] = x + mods[s][5] * linear(f"{name}.ff_{s}.2", inner, H)
    return out["a"], out["b"]


def single(name, x, signal, ids):
    shift, scale, gate = linear(f"{name}.norm.linear", signal, 3 * H).chunk(3, -1)
    wide = linear(f"{name}.to_qkv_mlp", norm(x, shift, scale), 3 * H + MLP)
    q, k, v, inner = wide.split([H, H, H, MLP], -1)
    attended = attend(rms(f"{name}.norm_q_a", heads(q)), rms(f"{name}.norm_k_a", heads(k)),
                      heads(v), ids)
    both = torch.cat([attended, F.gelu(inner, approximate="tanh")], -1)
    return x + gate * linear(f"{name}.proj_out", both, H)


def transformer(latent, timestep, context, pooled):
    channels, height, width = latent.shape
    rows, columns = height // 2, width // 2
    x = latent.reshape(channels, rows, 2, columns, 2).permute(1, 3, 0, 2, 4).reshape(
        rows * columns, -1)
    places = [(0, r, c) for r in range(rows) for c in range(columns)]
    ids = torch.tensor([(0, 0, 0)] * len(context) + places, dtype=torch.float64)
    p = "pipe.dit."
    image = linear(p + "x_embedder", x, H)
    text = linear(p + "context_embedder", context, H)
    signal = F.silu(embed(p + "time_embedder.timestep_embedder", sinusoid(timestep))
                    + embed(p + "pooled_text_embedder", pooled))
    image, text = double(p + "blocks.0", image, text, signal, ids)
    both = torch.cat([text, image])
    for i in range(2):
        both = single(f"{p}single_blocks.{i}", both, signal, ids)
    scale, shift = linear(p + "final_norm_out.linear", signal, 2 * H).chunk(2, -1)
    out = linear(p + "final_proj_out", norm(both[len(text):], shift, scale), x.shape[-1])
    return out.reshape(rows, columns, channels, 2, 2).permute(2, 0, 3, 1, 4).reshape(latent.shape)


def conv(name, x, out, size, **options):
    return F.conv2d(x, parameter(name + ".weight", out, x.shape[1], size, size),
                    parameter(name + ".bias", out, scale=0.2), **options)


def group(name, x):
    width = x.shape[1]
    return F.group_norm(x, GROUPS, parameter(name + ".weight", width, scale=0.1),
                        parameter(name + ".bias", width, scale=0.2), 1e-6)


def residual(name, x, out):
    y = conv(name + ".conv1", F.silu(group(name + ".norm1", x)), out, 3, padding=1)
    y = conv(name + ".conv2", F.silu(group(name + ".norm2", y)), out, 3, padding=1)
    return y + (x if x.shape[1] == out else conv(name + ".nin_shortcut", x, out, 1))


def middle(name, x):
    x = residual(name + ".block_1", x, x.shape[1])
    n = group(name + ".attn_1.norm", x)
    q, k, v = (conv(f"{name}.attn_1.{c}", n, x.shape[1], 1).flatten(2).transpose(1, 2) for c in "qkv")
    y = (q @ k.transpose(1, 2) / math.sqrt(x.shape[1])).softmax(-1) @ v
    x = x + conv(name + ".attn_1.proj_out", y.transpose(1, 2).reshape(x.shape), x.shape[1], 1)
    return residual(name + ".block_2", x, x.shape[1])


def decode(z):
    x = middle("decoder.mid", conv("decoder.conv_in", z / SCALING + SHIFT, CHANNELS[-1], 3, padding=1))
    for level in reversed(range(len(CHANNELS))):
        for block in range(DECODER_BLOCKS):
            x = residual(f"decoder.up.{level}.block.{block}", x, CHANNELS[level])
        if level:
            x = F.interpolate(x, scale_factor=2, mode="nearest")
            x = conv(f"decoder.up.{level}.upsample.conv", x, CHANNELS[level], 3, padding=1)
    return conv("decoder.conv_out", F.silu(group("decoder.norm_out", x)), 3, 3, padding=1)


def encode(x):
    x = conv("encoder.conv_in", x, CHANNELS[0], 3, padding=1)
    for level, width in enumerate(CHANNELS):
        for block in range(ENCODER_BLOCKS):
            x = residual(f"encoder.down.{level}.block.{block}", x, width)
        if level < len(CHANNELS) - 1:
            x = conv(f"encoder.down.{level}.downsample.conv", F.pad(x, (0, 1, 0, 1)), width, 3, stride=2)
    x = F.silu(group("encoder.norm_out", middle("encoder.mid", x)))
    return (conv("encoder.conv_out", x, 2 * LATENT, 3, padding=1)[:, :LATENT] - SHIFT) * SCALING


def write(name, value):
    path = os.path.join(folder, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    if isinstance(value, dict) and all(torch.is_tensor(v) for v in value.values()):
        save_file({k: v.float().contiguous() for k, v in value.items()}, path)
    else:
        with open(path, "w") as file:
            json.dump(value, file, indent=1)


latent = torch.randn(LATENT, 6, 10).float().double()
context = torch.randn(5, CONTEXT).float().double()
pooled = torch.randn(1, POOLED).float().double()
pixels = torch.randn(1, 3, 12, 20).float().double()
velocity = transformer(latent, 437.5, context, pooled)
write("generation_decoder.safetensors", weights)
weights = {}
image = decode(latent[None])
encoded = encode(pixels)
write("FLUX/FLUX.1-dev/ae.safetensors", weights)
write("FLUX/FLUX.1-dev/transformer/config.json", {"axes_dims_rope": AXES})
write("FLUX/FLUX.1-dev/vae/config.json", {
    "norm_num_groups": GROUPS, "scaling_factor": SCALING, "shift_factor": SHIFT})
write("expected.safetensors", {
    "latent": latent[None], "context": context[None], "pooled": pooled, "velocity": velocity[None],
    "image": image, "pixels": pixels, "encoded": encoded})
