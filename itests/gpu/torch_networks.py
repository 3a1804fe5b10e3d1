"""The blocks of BlocksProof (itests/parity) as networks of PyTorch, for torch_blocks.py.

Each network has the layers, inputs and outputs of the graph of the same name, embedding and final
layers included, at the published model's widths, as PyTorch's users write it: where the graph is
transformed (upsampling as small convolutions), here is the plain form.
"""

import torch
import torch.nn.functional as F
from collections import namedtuple
from functools import partial

EPS = 1e-6

Block = namedtuple("Block", "name network inputs")


class Layers(torch.nn.Module):
    """A network, a function of its layers and inputs; a layer is made where it is first used."""

    def __init__(self, network):
        super().__init__()
        self.network, self.made = network, torch.nn.ModuleDict()

    def forward(self, *inputs):
        return self.network(self, *inputs)

    def layer(self, name, kind, *sizes):
        if name not in self.made:
            self.made[name] = kind(*sizes)
        return self.made[name]

    def linear(self, name, x, out, bias=True):
        return self.layer(name, torch.nn.Linear, x.shape[-1], out, bias)(x)

    def norm(self, name, x):
        return self.layer(name, torch.nn.RMSNorm, x.shape[-1], EPS)(x)

    def group_norm(self, name, x):
        return self.layer(name, torch.nn.GroupNorm, 32, x.shape[1], EPS)(x)

    def conv(self, name, x, out, side=3):
        return self.layer(name, torch.nn.Conv2d, x.shape[1], out, side, 1, side // 2)(x)


def attend(q, k, v, mask=None):
    return F.scaled_dot_product_attention(q, k, v, mask).transpose(1, 2).flatten(2)


def rotate_half(x, cos, sin):
    """Pairs (i, i + D/2) of (B, H, S, D) by tables (B, S, D/2)."""
    (a, b), cos, sin = x.chunk(2, dim=-1), cos[:, None], sin[:, None]
    return torch.cat([a * cos - b * sin, b * cos + a * sin], dim=-1)


def rotate_pairs(x, cos, sin):
    """Pairs (2i, 2i + 1), as FLUX has them."""
    (a, b), cos, sin = x.unflatten(-1, (-1, 2)).unbind(-1), cos[:, None], sin[:, None]
    return torch.stack([a * cos - b * sin, b * cos + a * sin], dim=-1).flatten(-2)


def modulate(x, shift, scale):
    return F.layer_norm(x, x.shape[-1:], 1 + scale, shift, EPS)


def flux_heads(w, stream, parts):
    q, k, v = (part.unflatten(-1, (-1, 128)).transpose(1, 2) for part in parts)  # (B, H, S, D)
    return w.norm(f"{stream}_q", q), w.norm(f"{stream}_k", k), v


def double_block(w, xs, signal, tables):
    """Two streams, each with weights of its own, and one attention over both."""
    width = xs[0].shape[-1]
    mods = [w.linear(f"{i}_modulation", signal, 6 * width).view(-1).chunk(6) for i in range(2)]
    heads = []
    for i, (x, m) in enumerate(zip(xs, mods)):
        qkv = w.linear(f"{i}_qkv", modulate(x, m[0], m[1]), 3 * width)
        heads.append(flux_heads(w, i, qkv.chunk(3, dim=-1)))
    q, k, v = (torch.cat(parts, dim=2) for parts in zip(*heads))
    attended = attend(rotate_pairs(q, *tables), rotate_pairs(k, *tables), v)
    ys, results = attended.split([x.shape[1] for x in xs], dim=1), []
    for i, (x, y, m) in enumerate(zip(xs, ys, mods)):
        x = x + m[2] * w.linear(f"{i}_out", y, width)
        up = w.linear(f"{i}_up", modulate(x, m[3], m[4]), 4 * width)
        results.append(x + m[5] * w.linear(f"{i}_down", F.gelu(up, approximate="tanh"), width))
    return torch.cat(results, dim=1)


def single_block(w, xs, signal, tables):
    """Both streams as one, attention beside feed-forward."""
    x = torch.cat(xs, dim=1)
    width = x.shape[-1]
    shift, scale, gate = w.linear("modulation", signal, 3 * width).view(-1).chunk(3)
    wide = w.linear("wide", modulate(x, shift, scale), 7 * width)
    *parts, up = wide.split([width] * 3 + [4 * width], dim=-1)
    q, k, v = flux_heads(w, "heads", parts)
    attended = attend(rotate_pairs(q, *tables), rotate_pairs(k, *tables), v)
    both = torch.cat([attended, F.gelu(up, approximate="tanh")], dim=-1)
    return x + gate * w.linear("out", both, width)


def flux_transformer(block, w, image, at, context, steady, cos, sin):
    """One step with one block of either kind."""
    width = context.shape[-1]
    signal = F.silu(w.linear("time_2", F.silu(w.linear("time_0", at, width)), width) + steady)
    embedded = w.linear("embed", image, width)
    x = block(w, [context, embedded], signal, (cos, sin))[:, context.shape[1]:]
    scale, shift = w.linear("last_modulation", signal, 2 * width).view(-1).chunk(2)
    return w.linear("last", modulate(x, shift, scale), image.shape[-1]), x - embedded


def gated_mlp(w, name, x, inner, bias):
    gate, up = w.linear(f"{name}_gate", x, inner, bias), w.linear(f"{name}_up", x, inner, bias)
    return w.linear(f"{name}_down", F.silu(gate) * up, x.shape[-1], bias)


def qwen_backbone(inner, vocabulary, w, x, mask, keys, values, cos, sin, scored, images):
    """One layer behind a cache, the last norm, both heads."""
    width, (_, groups, _, head) = x.shape[-1], keys.shape
    y = w.norm("norm_1", x)
    widths = {"q": width, "k": groups * head, "v": groups * head}
    parts = (w.linear(name, y, out) for name, out in widths.items())
    q, k, v = (part.unflatten(-1, (-1, head)).transpose(1, 2) for part in parts)
    q, k = rotate_half(q, cos, sin), rotate_half(k, cos, sin)
    k, v = torch.cat([keys, k], dim=2), torch.cat([values, v], dim=2)
    # PyTorch's fast kernels take grouped heads or a mask, not both.
    y = attend(q, *(one.repeat_interleave(q.shape[1] // groups, dim=1) for one in (k, v)), mask)
    asked = torch.cat([scored, images])  # from here on only rows that are asked for
    x = x.flatten(0, 1)[asked] + w.linear("out", y.flatten(0, 1)[asked], width, False)
    x = w.norm("norm_3", x + gated_mlp(w, "mlp", w.norm("norm_2", x), inner, False))
    scores = w.linear("text", x[:len(scored)], vocabulary, False)
    return scores, w.linear("vision", x[len(scored):], width, False), k, v


def vision_block(w, name, x, heads, inner, cos, sin, slots=None, home=None, mask=None):
    """With slots, home and mask: attention inside windows, packed in bins of one size."""
    qkv = w.linear(f"{name}_qkv", w.norm(f"{name}_1", x), 3 * x.shape[-1])
    qkv = qkv[None] if slots is None else qkv[slots]  # (W, S, 3C)
    q, k, v = qkv.unflatten(-1, (3, heads, -1)).permute(2, 0, 3, 1, 4)
    y = attend(rotate_half(q, cos, sin), rotate_half(k, cos, sin), v, mask).flatten(0, 1)
    x = x + w.linear(f"{name}_out", y if home is None else y[home], x.shape[-1])
    return x + gated_mlp(w, f"{name}_mlp", w.norm(f"{name}_2", x), inner, True)


def vision_encoder(widths, w, pixels, order, cos, sin, slots, home, mask, inverse):
    """A block with windows, one without; patch embedding and merger around them."""
    width, heads, inner, out = widths
    x = w.linear("embed", pixels.view(len(order), -1)[order].view_as(pixels), width, False)
    x = vision_block(w, "a", x, heads, inner, cos[0][slots], sin[0][slots], slots, home, mask)
    x = w.norm("norm", vision_block(w, "b", x, heads, inner, cos, sin)).view(len(order), -1)
    return [w.linear("out", F.gelu(w.linear("merge", x, x.shape[-1])), out)[inverse]]


def residual_block(w, name, x, out):
    y = w.conv(f"{name}_conv_1", F.silu(w.group_norm(f"{name}_norm_1", x)), out)
    y = w.conv(f"{name}_conv_2", F.silu(w.group_norm(f"{name}_norm_2", y)), out)
    return y + (x if x.shape[1] == out else w.conv(f"{name}_shortcut", x, out, 1))


def attention_block(w, x):  # of every cell to all cells, one head of all channels
    y, width = w.group_norm("norm", x), x.shape[1]
    q, k, v = (w.conv(name, y, width, 1).flatten(2).mT[:, None].contiguous() for name in "qkv")
    return x + w.conv("out", attend(q, k, v).mT.unflatten(2, x.shape[2:]), width, 1)


def autoencoder(widths, w, latent):
    """The whole decoder, three blocks a level."""
    x = w.conv("first", latent / 0.3611 + 0.1159, widths[0])
    x = attention_block(w, residual_block(w, "middle_1", x, widths[0]))
    x = residual_block(w, "middle_2", x, widths[0])
    for level, width in enumerate(widths):
        if level > 0:
            x = w.conv(f"{level}_up", F.interpolate(x, scale_factor=2), x.shape[1])
        for i in range(3):
            x = residual_block(w, f"{level}_{i}", x, width)
    return [w.conv("last", F.silu(w.group_norm("last_norm", x)), 3)]


def angles(*shape):
    return torch.cos(torch.rand(2, *shape) * 2 * torch.pi)


def flux_inputs(width, tokens, text):
    return [torch.randn(1, tokens, 64), torch.randn(1, 256), torch.randn(1, text, width),
            torch.randn(1, width), *angles(1, text + tokens, 64)]


def qwen_inputs(width, groups, rows, past, images):
    return [torch.randn(1, rows, width), torch.randn(1, 1, rows, past + rows),
            *torch.randn(2, 1, groups, past, 128), *angles(1, rows, 64),
            torch.randint(rows, (1,)), torch.randint(rows, (images,))]


def vision_inputs(tokens, bins, slots):
    row, column = torch.arange(slots)[:, None], torch.arange(slots)
    mask = (row == column) | ((row + 3 * column) % 5 < 2)
    return [torch.randn(4 * tokens, 1176), torch.randperm(tokens), *angles(1, 4 * tokens, 40),
            torch.randint(4 * tokens, (bins, slots)), torch.randint(bins * slots, (4 * tokens,)),
            mask.expand(bins, 1, slots, slots).contiguous(), torch.randperm(tokens)]


def blocks(small):
    """As BlocksProof lists them; small ones show only that all of it works."""
    width, text, part = (256, 9, 8) if small else (3072, 81, 1)
    for name, block in (("double", double_block), ("single", single_block)):
        for side in (512, 1024):
            yield Block(f"flux-{name}-{side}", partial(flux_transformer, block),
                        partial(flux_inputs, width, (side // 16 // part) ** 2, text))
    width, groups, inner = (512, 2, 1024) if small else (3584, 4, 18944)
    past, few, all_words = 512 // part, 1000 // part, 1000 if small else 152064
    for name, words, sizes in (("chunk", few, (text, past, text)),
                               ("token", few, (1, past + text, 0)),
                               ("words", all_words, (1, past + text, 0))):
        yield Block(f"qwen-{name}", partial(qwen_backbone, inner, words),
                    partial(qwen_inputs, width, groups, *sizes))
    yield Block("vit-504",
                partial(vision_encoder, (160, 2, 428, 512) if small else (1280, 16, 3420, 3584)),
                partial(vision_inputs, *((18, 5, 16) if small else (324, 21, 64))))
    for side in (512, 1024):
        yield Block(f"vae-{side}",
                    partial(autoencoder, (64, 64, 32, 32) if small else (512, 512, 256, 128)),
                    lambda n=side // 8 // part: [torch.randn(1, 16, n, n)])
