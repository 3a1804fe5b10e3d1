"""Times the blocks of itests/gpu in PyTorch, for the table beside TensorRT's.

The blocks are those of BlocksProof, at the published model's widths, written with PyTorch's own
functions; weights are random, since only time is measured. Prints a table in Markdown.
"""

import argparse
import statistics

import torch
import torch.nn.functional as F

HEAD = 128


class Attention(torch.nn.Module):
    def __init__(self, width, heads, kv_heads, head):
        super().__init__()
        self.heads, self.kv_heads, self.head = heads, kv_heads, head
        self.q = torch.nn.Linear(width, heads * head)
        self.k = torch.nn.Linear(width, kv_heads * head)
        self.v = torch.nn.Linear(width, kv_heads * head)

    def project(self, x):
        rows = x.shape[1]
        q = self.q(x).view(1, rows, self.heads, self.head).transpose(1, 2)
        k = self.k(x).view(1, rows, self.kv_heads, self.head).transpose(1, 2)
        v = self.v(x).view(1, rows, self.kv_heads, self.head).transpose(1, 2)
        return q, k, v


def rotate(x, cos, sin):
    a, b = x.chunk(2, dim=-1)
    return torch.cat([a * cos - b * sin, b * cos + a * sin], dim=-1)


class Flux(torch.nn.Module):
    """One block of two streams, or one of one stream: 24 heads of 128."""

    WIDTH = 3072

    def __init__(self, double):
        super().__init__()
        self.double = double
        streams = 2 if double else 1
        self.attention = torch.nn.ModuleList(
            Attention(self.WIDTH, 24, 24, HEAD) for _ in range(streams))
        self.modulation = torch.nn.ModuleList(
            torch.nn.Linear(self.WIDTH, (6 if double else 3) * self.WIDTH) for _ in range(streams))
        self.up = torch.nn.ModuleList(
            torch.nn.Linear(self.WIDTH, 4 * self.WIDTH) for _ in range(streams))
        self.out = torch.nn.ModuleList(
            torch.nn.Linear(self.WIDTH, self.WIDTH) for _ in range(streams)) if double else None
        self.down = torch.nn.ModuleList(
            torch.nn.Linear((4 if double else 5) * self.WIDTH, self.WIDTH)
            for _ in range(streams))

    def norm(self, x, shift, scale):
        return F.layer_norm(x, (self.WIDTH,), eps=1e-6) * (1 + scale) + shift

    def joint(self, normed, cos, sin):
        parts = [a.project(x) for a, x in zip(self.attention, normed)]
        q, k, v = (torch.cat([p[i] for p in parts], dim=2) for i in range(3))
        q, k = F.rms_norm(q, (HEAD,)), F.rms_norm(k, (HEAD,))
        y = F.scaled_dot_product_attention(rotate(q, cos, sin), rotate(k, cos, sin), v)
        return y.transpose(1, 2).flatten(2)

    def forward(self, text, image, vec, cos, sin):
        if not self.double:
            x = torch.cat([text, image], dim=1)
            shift, scale, gate = self.modulation[0](F.silu(vec)).chunk(3, dim=-1)
            normed = self.norm(x, shift, scale)
            y = self.joint([normed], cos, sin)
            mlp = F.gelu(self.up[0](normed), approximate="tanh")
            return x + gate * self.down[0](torch.cat([y, mlp], dim=-1))
        mods = [m(F.silu(vec)).chunk(6, dim=-1) for m in self.modulation]
        streams = [text, image]
        y = self.joint(
            [self.norm(x, m[0], m[1]) for x, m in zip(streams, mods)], cos, sin)
        ys = y.split([text.shape[1], image.shape[1]], dim=1)
        results = []
        for i, (x, m) in enumerate(zip(streams, mods)):
            x = x + m[2] * self.out[i](ys[i])
            hidden = F.gelu(self.up[i](self.norm(x, m[3], m[4])), approximate="tanh")
            results.append(x + m[5] * self.down[i](hidden))
        return results[1]


class Gated(torch.nn.Module):
    """A layer of Qwen2.5's decoder (28 and 4 heads), or a block of its vision encoder."""

    def __init__(self, width, heads, kv_heads, head, inner):
        super().__init__()
        self.width = width
        self.attention = Attention(width, heads, kv_heads, head)
        self.out = torch.nn.Linear(heads * head, width, bias=False)
        self.gate = torch.nn.Linear(width, inner, bias=False)
        self.up = torch.nn.Linear(width, inner, bias=False)
        self.down = torch.nn.Linear(inner, width, bias=False)

    def forward(self, x, cos, sin, keys=None, values=None, mask=None):
        q, k, v = self.attention.project(F.rms_norm(x, (self.width,)))
        q, k = rotate(q, cos, sin), rotate(k, cos, sin)
        if keys is not None:
            k, v = torch.cat([keys, k], dim=2), torch.cat([values, v], dim=2)
        grouped = self.attention.heads != self.attention.kv_heads
        y = F.scaled_dot_product_attention(q, k, v, attn_mask=mask, enable_gqa=grouped)
        x = x + self.out(y.transpose(1, 2).flatten(2))
        h = F.rms_norm(x, (self.width,))
        return x + self.down(F.silu(self.gate(h)) * self.up(h))


class Residual(torch.nn.Module):
    def __init__(self, a, b):
        super().__init__()
        self.norm1, self.norm2 = torch.nn.GroupNorm(32, a), torch.nn.GroupNorm(32, b)
        self.conv1 = torch.nn.Conv2d(a, b, 3, padding=1)
        self.conv2 = torch.nn.Conv2d(b, b, 3, padding=1)
        self.skip = torch.nn.Conv2d(a, b, 1) if a != b else torch.nn.Identity()

    def forward(self, x):
        h = self.conv1(F.silu(self.norm1(x)))
        return self.skip(x) + self.conv2(F.silu(self.norm2(h)))


class Middle(torch.nn.Module):
    """Attention over all places of the lowest level."""

    def __init__(self, width):
        super().__init__()
        self.norm = torch.nn.GroupNorm(32, width)
        self.qkv = torch.nn.Conv2d(width, 3 * width, 1)
        self.out = torch.nn.Conv2d(width, width, 1)

    def forward(self, x):
        q, k, v = self.qkv(self.norm(x)).flatten(2).transpose(1, 2).chunk(3, dim=-1)
        y = F.scaled_dot_product_attention(q[:, None], k[:, None], v[:, None])[:, 0]
        return x + self.out(y.transpose(1, 2).view_as(x))


def vae():
    """The decoder of FLUX's autoencoder: widths 512, 512, 256, 128, three blocks each."""
    layers = [torch.nn.Conv2d(16, 512, 3, padding=1), Residual(512, 512), Middle(512),
              Residual(512, 512)]
    width = 512
    for level, out in enumerate([512, 512, 256, 128]):
        for _ in range(3):
            layers.append(Residual(width, out))
            width = out
        if level < 3:
            layers += [torch.nn.Upsample(scale_factor=2), torch.nn.Conv2d(out, out, 3, padding=1)]
    layers += [torch.nn.GroupNorm(32, 128), torch.nn.SiLU(),
               torch.nn.Conv2d(128, 3, 3, padding=1)]
    return torch.nn.Sequential(*layers)


def blocks(dtype):
    """Name, module, inputs."""

    def rand(*shape):
        return torch.randn(*shape, device="cuda", dtype=dtype)

    for kind in ("double", "single"):
        for side, tokens in ((512, 1024), (1024, 4096)):
            all_tokens = tokens + 81
            yield (f"flux-{kind}-{side}", Flux(kind == "double"),
                   (rand(1, 81, 3072), rand(1, tokens, 3072), rand(1, 1, 3072),
                    rand(all_tokens, 64), rand(all_tokens, 64)))
    for name, rows, past in (("qwen-chunk", 81, 512), ("qwen-token", 1, 593)):
        yield (name, Gated(3584, 28, 4, 128, 18944),
               (rand(1, rows, 3584), rand(rows, 64), rand(rows, 64),
                rand(1, 4, past, 128), rand(1, 4, past, 128), rand(1, 1, rows, past + rows)))
    yield ("vit-504", Gated(1280, 16, 16, 80, 3420),
           (rand(1, 1296, 1280), rand(1296, 40), rand(1296, 40)))
    for side in (512, 1024):
        yield (f"vae-{side}", vae(), (rand(1, 16, side // 8, side // 8),))


def median_ms(module, inputs, repeats):
    for _ in range(3):
        module(*inputs)
    torch.cuda.synchronize()
    times = []
    for _ in range(repeats):
        start, end = torch.cuda.Event(enable_timing=True), torch.cuda.Event(enable_timing=True)
        start.record()
        module(*inputs)
        end.record()
        torch.cuda.synchronize()
        times.append(start.elapsed_time(end))
    return statistics.median(times)


@torch.inference_mode()
def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=20)
    repeats = parser.parse_args().repeats
    print(f"PyTorch {torch.__version__}, CUDA {torch.version.cuda},"
          f" {torch.cuda.get_device_name(0)}. Medians of {repeats} runs in ms on the device, inputs"
          " and weights already there; one block, where the graphs above have embedding and final"
          " layers around it.")
    print()
    print("| block | eager bf16 | eager fp16 | compiled bf16 | compiled fp16 |")
    print("| --- | ---: | ---: | ---: | ---: |")
    table = {}
    for dtype in (torch.bfloat16, torch.float16):
        for name, module, inputs in blocks(dtype):
            module = module.to(device="cuda", dtype=dtype).eval()
            row = table.setdefault(name, {})
            row["eager", dtype] = f"{median_ms(module, inputs, repeats):.3f}"
            try:
                compiled = torch.compile(module)
                row["compiled", dtype] = f"{median_ms(compiled, inputs, repeats):.3f}"
            except Exception as failure:  # a machine without a compiler
                row["compiled", dtype] = f"failed: {type(failure).__name__}"
            torch._dynamo.reset()
    for name, row in table.items():
        cells = [row[how, dtype] for how in ("eager", "compiled")
                 for dtype in (torch.bfloat16, torch.float16)]
        print(f"| {name} | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
