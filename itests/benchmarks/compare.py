#!/usr/bin/env python3
"""Times the parts of a made model in PyTorch eager beside `nexusgen bench`, in one run.

    ./nexusgen bench make /tmp/middle
    python3 itests/benchmarks/compare.py --model /tmp/middle --threads 1

Needs torch, numpy and safetensors. Both sides read the same weights and run the same shapes:
one picture of 252x252 through the vision encoder, a prompt of 128 tokens, one token on that cache,
81 image embeddings (here: the reference's loop of single-token forwards with both heads), one FLUX
transformer step at 512x512 and the autoencoder's decoder. The order alternates: torch, nexusgen,
torch, nexusgen; each side's least time counts. A ratio below 1 means that nexusgen is faster.
"""
import argparse
import json
import math
import os
import subprocess
import time

import torch
import torch.nn.functional as F
from safetensors.torch import load_file

HEAD, DIT_HEAD, PROMPT, NEW, GRID = 64, 128, 128, 32, 18


def rms(x, w, eps=1e-6):
    return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + eps) * w


def half_turn(x, cos, sin):
    a, b = x.chunk(2, -1)
    return x * cos + torch.cat((-b, a), -1) * sin


def timed(work, repeat):
    with torch.inference_mode():
        work()
        times = []
        for _ in range(repeat):
            start = time.perf_counter()
            work()
            times.append(time.perf_counter() - start)
    return min(times)


class Weights:
    def __init__(self, tensors, prefix=""):
        self.tensors, self.prefix = tensors, prefix

    def at(self, name):
        return Weights(self.tensors, self.prefix + name + ".")

    def __call__(self, name):
        return self.tensors[self.prefix + name]

    def linear(self, name, x):
        return F.linear(x, self(name + ".weight"), self.tensors.get(self.prefix + name + ".bias"))

    def count(self, name):
        i = 0
        while any(k.startswith(f"{self.prefix}{name}.{i}.") for k in self.tensors):
            i += 1
        return i


def vision(w, patches, full_blocks):
    hidden = w("patch_embed.proj.weight").shape[0]
    heads = hidden // HEAD
    x = patches @ w("patch_embed.proj.weight").reshape(hidden, -1).T
    n = x.shape[0]
    angles = torch.rand(n, HEAD // 2) * 3
    angles = torch.cat((angles, angles), -1)
    cos, sin = angles.cos()[:, None], angles.sin()[:, None]
    # 9x9 merged tokens cut into windows of 4x4: the rows of each window, in window order
    sides = (4, 4, 1)
    windows = [4 * a * b for a in sides for b in sides]
    for i in range(w.count("blocks")):
        b = w.at(f"blocks.{i}")
        q, k, v = b.linear("attn.qkv", rms(x, b("norm1.weight"))).reshape(n, 3, heads, HEAD).unbind(1)
        q, k = half_turn(q, cos, sin), half_turn(k, cos, sin)
        parts = [n] if i in full_blocks else windows
        out = [
            F.scaled_dot_product_attention(*(t.transpose(0, 1)[None] for t in part))
            for part in zip(q.split(parts), k.split(parts), v.split(parts))
        ]
        out = torch.cat([o[0].transpose(0, 1) for o in out]).reshape(n, hidden)
        x = x + b.linear("attn.proj", out)
        y = rms(x, b("norm2.weight"))
        x = x + b.linear("mlp.down_proj", F.silu(b.linear("mlp.gate_proj", y)) * b.linear("mlp.up_proj", y))
    y = rms(x, w("merger.ln_q.weight")).reshape(n // 4, 4 * hidden)
    return w.linear("merger.mlp.2", F.gelu(w.linear("merger.mlp.0", y)))


class Backbone:
    def __init__(self, w):
        self.w = w
        self.m = w.at("model")
        self.layers = self.m.count("layers")
        self.hidden = self.m("embed_tokens.weight").shape[1]
        self.heads = self.hidden // HEAD
        self.kv = self.m("layers.0.self_attn.k_proj.weight").shape[0] // HEAD

    def forward(self, x, cache, start):
        n = x.shape[1]
        angles = torch.outer(torch.arange(start, start + n).float(), 1e6 ** (-torch.arange(HEAD // 2) * 2 / HEAD))
        angles = torch.cat((angles, angles), -1)
        cos, sin = angles.cos(), angles.sin()
        for i in range(self.layers):
            l = self.m.at(f"layers.{i}")
            y = rms(x, l("input_layernorm.weight"))
            split = lambda t, h: t.reshape(1, n, h, HEAD).transpose(1, 2)
            q = half_turn(split(l.linear("self_attn.q_proj", y), self.heads), cos, sin)
            k = half_turn(split(l.linear("self_attn.k_proj", y), self.kv), cos, sin)
            v = split(l.linear("self_attn.v_proj", y), self.kv)
            if cache[i] is not None:
                k, v = torch.cat((cache[i][0], k), 2), torch.cat((cache[i][1], v), 2)
            cache[i] = (k, v)
            out = F.scaled_dot_product_attention(q, k, v, is_causal=n > 1, enable_gqa=True)
            x = x + F.linear(out.transpose(1, 2).reshape(1, n, self.hidden), l("self_attn.o_proj.weight"))
            y = rms(x, l("post_attention_layernorm.weight"))
            x = x + F.linear(F.silu(F.linear(y, l("mlp.gate_proj.weight"))) * F.linear(y, l("mlp.up_proj.weight")), l("mlp.down_proj.weight"))
        return rms(x, self.m("norm.weight"))

    def prefill(self, ids):
        cache = [None] * self.layers
        h = self.forward(F.embedding(ids, self.m("embed_tokens.weight"))[None], cache, 0)
        F.linear(h[:, -1], self.w("lm_head.weight")).argmax()
        return cache

    def steps(self, cache, count, image):
        cache = list(cache)
        rows = self.w("image_prefill_embeds.weight")
        start = cache[0][0].shape[2]
        for i in range(count):
            h = self.forward(rows[None, i % rows.shape[0]][None], cache, start + i)
            F.linear(h[:, -1], self.w("lm_head.weight")).argmax()
            if image:
                F.linear(h[:, -1], self.w("vision_head.weight"))


def interleaved(x, cos, sin):
    a, b = x[..., 0::2], x[..., 1::2]
    return torch.stack((cos * a - sin * b, sin * a + cos * b), -1).flatten(-2)


def transformer(w, latents, context, pooled):
    hidden = w("x_embedder.weight").shape[0]
    heads = hidden // DIT_HEAD

    def sinusoid(t):
        args = t * torch.exp(-math.log(10000) * torch.arange(128) / 128)
        return torch.cat((args.cos(), args.sin()))[None]

    def mlp(e, x):
        return e.linear("2", F.silu(e.linear("0", x)))

    temb = mlp(w.at("time_embedder.timestep_embedder"), sinusoid(500.0))
    temb = temb + mlp(w.at("guidance_embedder.timestep_embedder"), sinusoid(3500.0))
    temb = F.silu(temb + mlp(w.at("pooled_text_embedder"), pooled))
    img, txt = w.linear("x_embedder", latents), w.linear("context_embedder", context)
    n, m = txt.shape[1], img.shape[1]
    angles = torch.rand(n + m, DIT_HEAD // 2) * 3
    cos, sin = angles.cos(), angles.sin()
    norm = lambda x, scale, shift: F.layer_norm(x, (hidden,), eps=1e-6) * (1 + scale) + shift

    def attention(qkvs, norms):
        q, k, v = (torch.cat(t, 2) for t in zip(*[
            [t if j == 2 else rms(t, ns[j]) for j, t in enumerate(qkv.reshape(1, -1, 3, heads, DIT_HEAD).permute(2, 0, 3, 1, 4))]
            for qkv, ns in zip(qkvs, norms)]))
        q, k = interleaved(q, cos, sin), interleaved(k, cos, sin)
        return F.scaled_dot_product_attention(q, k, v).transpose(1, 2).reshape(1, n + m, hidden)

    for i in range(w.count("blocks")):
        b = w.at(f"blocks.{i}")
        ma, mb = (b.linear(f"norm1_{s}.linear", temb)[:, None].chunk(6, -1) for s in "ab")
        qkvs = [b.linear("attn.b_to_qkv", norm(txt, mb[1], mb[0])), b.linear("attn.a_to_qkv", norm(img, ma[1], ma[0]))]
        norms = [[b(f"attn.norm_{t}_{s}.weight") for t in "qk"] for s in "ba"]
        out = attention(qkvs, norms)
        txt = txt + mb[2] * b.linear("attn.b_to_out", out[:, :n])
        img = img + ma[2] * b.linear("attn.a_to_out", out[:, n:])
        ff = lambda s, x: b.linear(f"ff_{s}.2", F.gelu(b.linear(f"ff_{s}.0", x), approximate="tanh"))
        txt = txt + mb[5] * ff("b", norm(txt, mb[4], mb[3]))
        img = img + ma[5] * ff("a", norm(img, ma[4], ma[3]))
    x = torch.cat((txt, img), 1)
    for i in range(w.count("single_blocks")):
        b = w.at(f"single_blocks.{i}")
        shift, scale, gate = b.linear("norm.linear", temb)[:, None].chunk(3, -1)
        both = b.linear("to_qkv_mlp", norm(x, scale, shift))
        qkv, inner = both.split((3 * hidden, 4 * hidden), -1)
        out = attention([qkv], [[b(f"norm_{t}_a.weight") for t in "qk"]])
        x = x + gate * b.linear("proj_out", torch.cat((out, F.gelu(inner, approximate="tanh")), -1))
    scale, shift = w.linear("final_norm_out.linear", temb)[:, None].chunk(2, -1)
    return w.linear("final_proj_out", norm(x[:, n:], scale, shift))


def autoencoder(w, z):
    def conv(b, name, x):
        k = b(name + ".weight")
        return F.conv2d(x, k, b(name + ".bias"), padding=k.shape[2] // 2)

    def gn(b, name, x):
        return F.group_norm(x, 32, b(name + ".weight"), b(name + ".bias"), 1e-6)

    def res(b, x):
        y = conv(b, "conv1", F.silu(gn(b, "norm1", x)))
        y = conv(b, "conv2", F.silu(gn(b, "norm2", y)))
        return y + (conv(b, "nin_shortcut", x) if b.prefix + "nin_shortcut.weight" in b.tensors else x)

    x = conv(w, "conv_in", z / 0.3611 + 0.1159)
    x = res(w.at("mid.block_1"), x)
    a = w.at("mid.attn_1")
    y = gn(a, "norm", x)
    q, k, v = (conv(a, t, y).flatten(2).transpose(1, 2)[:, None] for t in "qkv")
    y = F.scaled_dot_product_attention(q, k, v)[:, 0].transpose(1, 2).reshape(x.shape)
    x = x + conv(a, "proj_out", y)
    x = res(w.at("mid.block_2"), x)
    for level in (3, 2, 1, 0):
        for i in range(3):
            x = res(w.at(f"up.{level}.block.{i}"), x)
        if level:
            x = conv(w.at(f"up.{level}"), "upsample.conv", F.interpolate(x, scale_factor=2.0, mode="nearest"))
    return conv(w, "conv_out", F.silu(gn(w, "norm_out", x)))


def torch_times(model, repeat):
    base = load_file(os.path.join(model, "model.safetensors"))
    dit = load_file(os.path.join(model, "generation_decoder.safetensors"))
    ae = load_file(os.path.join(model, "FLUX/FLUX.1-dev/ae.safetensors"))
    config = json.load(open(os.path.join(model, "config.json")))
    full = config["vision_config"]["fullatt_block_indexes"]
    g = torch.Generator().manual_seed(0)
    rand = lambda *s: torch.randn(*s, generator=g)
    times = {}
    v = Weights(base, "visual.")
    patches = rand(GRID * GRID, 1176)
    times["encode"] = timed(lambda: vision(v, patches, full), repeat)
    lm = Backbone(Weights(base))
    ids = torch.randint(8, config["vocab_size"], (PROMPT,), generator=g)
    times["prefill 128"] = timed(lambda: lm.prefill(ids), repeat)
    with torch.inference_mode():
        cache = lm.prefill(ids)
    times["decode 1"] = timed(lambda: lm.steps(cache, NEW, False), repeat) / NEW
    times["image loop"] = timed(lambda: lm.steps(cache, 81, True), repeat)
    times["image one pass"] = times["image loop"]  # the reference has the loop only
    d = Weights(dit, "pipe.dit.")
    latents = rand(1, 1024, d("x_embedder.weight").shape[1])
    context, pooled = rand(1, 81, d("context_embedder.weight").shape[1]), torch.zeros(1, d("pooled_text_embedder.0.weight").shape[1])
    times["step"] = timed(lambda: transformer(d, latents, context, pooled), repeat)
    z = rand(1, 16, 64, 64)
    times["picture"] = timed(lambda: autoencoder(Weights(ae, "decoder."), z), repeat)
    return times


def nexusgen_times(command, model, threads, repeat):
    line = [command, "bench", "--model", model, "--threads", str(threads), "--repeat", str(repeat), "--json",
            "--only", "encoder,backbone,decoder"]
    parts = json.loads(subprocess.run(line, check=True, capture_output=True, text=True).stdout)["parts"]
    return {name: part["min_s"] for name, part in parts.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", required=True)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--nexusgen", default="./nexusgen")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    sides = {"torch": {}, "nexusgen": {}}
    for _ in range(options.rounds):
        for side, times in (
            ("torch", torch_times(options.model, options.repeat)),
            ("nexusgen", nexusgen_times(options.nexusgen, options.model, options.threads, options.repeat)),
        ):
            for part, seconds in times.items():
                sides[side][part] = min(seconds, sides[side].get(part, math.inf))
    print(f"{'part':16} {'torch ms':>10} {'nexusgen ms':>12} {'ratio':>7}   torch {torch.__version__}, {options.threads} thread(s)")
    for part, seconds in sides["torch"].items():
        ours = sides["nexusgen"].get(part)
        if ours is not None:
            print(f"{part:16} {seconds * 1000:10.2f} {ours * 1000:12.2f} {ours / seconds:7.3f}")


if __name__ == "__main__":
    main()
