"""Times the blocks of BlocksProof (itests/parity) in PyTorch, for the table beside TensorRT's.

Each network has the layers, inputs and outputs of the graph of the same name, embedding and final
layers included, at the published model's widths, with random weights, as PyTorch's users write it:
where the graph is transformed (upsampling as small convolutions), here is the plain form. Prints a
table in Markdown, and each time to stderr as it comes. Ends with 1 if there is no time to print.
"""

import argparse
import math
import multiprocessing
import os
import re
import signal
import statistics
import sys
import time
from collections import namedtuple
from functools import partial

WORKERS = min(16, os.cpu_count() or 1)  # processes that compile side by side, in a thread each
os.environ.setdefault("TORCHINDUCTOR_COMPILE_THREADS", "1")

import torch  # noqa: E402 (reads the variable above)
import torch.nn.functional as F  # noqa: E402
from torch.utils.flop_counter import FlopCounterMode  # noqa: E402

DTYPES = {"fp32": torch.float32, "bf16": torch.bfloat16, "fp16": torch.float16}
EAGER, COPIES, COMPILED = "eager", "eager with copies", "compiled"
COLUMNS = [(how, dtype) for how in (EAGER, COPIES) for dtype in DTYPES]
COLUMNS += [(COMPILED, "bf16"), (COMPILED, "fp16")]
NOT_RUN, EPS = "not run (time)", 1e-6
WARM_UP, LEAST, CELL = 3, 3, 0.5  # runs that do not count, runs that do at least; s of a cell

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
    width, groups, *rest = (512, 2, 1024, 100) if small else (3584, 4, 18944, 1000)
    past = 512 // part
    for name, sizes in (("chunk", (text, past, text)), ("token", (1, past + text, 0))):
        yield Block(f"qwen-{name}", partial(qwen_backbone, *rest),
                    partial(qwen_inputs, width, groups, *sizes))
    yield Block("vit-504",
                partial(vision_encoder, (160, 2, 428, 512) if small else (1280, 16, 3420, 3584)),
                partial(vision_inputs, *((18, 5, 16) if small else (324, 21, 64))))
    for side in (512, 1024):
        yield Block(f"vae-{side}",
                    partial(autoencoder, (64, 64, 32, 32) if small else (512, 512, 256, 128)),
                    lambda n=side // 8 // part: [torch.randn(1, 16, n, n)])


def upload(inputs, dtype, device):
    return [x.to(device).to(dtype) if x.is_floating_point() else x.to(device) for x in inputs]


def download(outputs):
    return [y.float().cpu() for y in outputs]


def prepare(block, dtype, device, compiled=False):
    """The network with random weights, and the multiply-adds; elementwise work is not counted."""
    torch._dynamo.reset()  # or, after some networks, it gives up and runs eager
    module = Layers(block.network).eval()
    with torch.device("meta"), torch.no_grad(), FlopCounterMode(display=False) as counter:
        module(*upload(block.inputs(), torch.float32, "meta"))
    module = module.to_empty(device=device).requires_grad_(False)
    for name, weight in module.named_parameters():
        scale = weight.dim() == 1 and name.endswith("weight")  # of a norm
        weight.normal_(1 if scale else 0, 0.1 if scale else 0.01)
    module = torch.compile(module.to(dtype), dynamic=False) if compiled else module.to(dtype)
    return module, counter.get_total_flops() / 2


def settle():
    """True float32, convolutions chosen by trial as TensorRT does."""
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = False
    torch.backends.cudnn.benchmark = True
    torch.manual_seed(11)


@torch.inference_mode()
def compile_ahead(name, dtype, device, small):
    """In a process of its own, into the compiler's cache on disk; what went wrong, or nothing."""
    try:
        settle()
        block = next(one for one in blocks(small) if one.name == name)
        module, _ = prepare(block, DTYPES[dtype], device, compiled=True)
        download(module(*upload(block.inputs(), DTYPES[dtype], device)))
        return ""
    except Exception as failure:
        print(str(failure).strip()[:300], file=sys.stderr)
        return f"failed: {type(failure).__name__}"


class Table:
    def __init__(self, options):
        self.options, self.end = options, time.perf_counter() + options.seconds
        self.blocks = [b for b in blocks(options.small) if re.search(options.blocks, b.name)]
        self.columns = [(how, dtype) for how, dtype in COLUMNS if dtype in options.dtypes
                        and (how != COMPILED or options.compiled)]
        self.cells, self.counts = {}, {}

    def left(self):
        return self.end - time.perf_counter()

    def put(self, name, how, dtype, cell, note):
        self.cells[name, how, dtype] = cell
        print(f"{self.left():5.1f} s left: {name}, {how} {dtype}: {cell} ({note})", file=sys.stderr)

    def clock(self, call, events):
        """Milliseconds of one run, by the device's clock or, where copies count, the host's."""
        if events and self.options.device == "cuda":
            start, end = (torch.cuda.Event(enable_timing=True) for _ in range(2))
            start.record(), call(), end.record(), end.synchronize()
            return start.elapsed_time(end)
        start = time.perf_counter()
        call()
        return (time.perf_counter() - start) * 1e3

    @torch.inference_mode()
    def measure(self, block, dtype, hows):
        """Fills the cells that there is time for; what fails says so in its cell."""
        at, module, ready = (DTYPES[dtype], self.options.device), None, None
        for how in (one for one in hows if self.left() > 0):
            try:
                if module is None:
                    inputs = block.inputs()
                    module, self.counts[block.name] = prepare(block, *at, how == COMPILED)
                    ready = upload(inputs, *at)
                got, copies = download(module(*ready)), how == COPIES
                call = ((lambda: download(module(*upload(inputs, *at)))) if copies
                        else (lambda: module(*ready)))
                times, begin = [], time.perf_counter()
                while len(times) < WARM_UP + LEAST or (
                        len(times) < WARM_UP + self.options.repeats
                        and time.perf_counter() - begin < CELL):
                    times.append(self.clock(call, events=not copies))
                finite = all(bool(y.isfinite().all()) for y in got)
                cell = f"{statistics.median(times[WARM_UP:]):.3f}" if finite else "not finite"
                note = f"{len(times) - WARM_UP} runs"
            except Exception as failure:
                cell, note = f"failed: {type(failure).__name__}", str(failure).strip()[:300]
            self.put(block.name, how, dtype, cell, note)

    def compile(self, dtypes):
        """Side by side, the longest first; so that cells are filled from the compiler's cache."""
        torch.cuda.empty_cache()
        o, end = self.options, time.perf_counter() + self.left() * 0.6
        with multiprocessing.get_context("spawn").Pool(WORKERS) as pool:
            tasks = [(b.name, d, o.device, o.small) for b in reversed(self.blocks) for d in dtypes]
            answers = [(task, pool.apply_async(compile_ahead, task)) for task in tasks]
            for (name, dtype, *_), answer in answers:
                try:
                    state = answer.get(max(0, end - time.perf_counter()))
                except multiprocessing.TimeoutError:
                    state = NOT_RUN
                if state:
                    self.put(name, COMPILED, dtype, state, "while compiling")

    def fill(self):
        for block in self.blocks:
            for dtype in self.options.dtypes:
                self.measure(block, dtype, (EAGER, COPIES))
        dtypes = [dtype for how, dtype in self.columns if how == COMPILED]
        if dtypes:
            self.compile(dtypes)
        for dtype, block in ((d, b) for d in dtypes for b in self.blocks):
            if (block.name, COMPILED, dtype) not in self.cells:
                self.measure(block, dtype, [COMPILED])

    def markdown(self):
        o = self.options
        device = torch.cuda.get_device_name(0) if o.device == "cuda" else "no GPU"
        yield (f"PyTorch {torch.__version__}, CUDA {torch.version.cuda}, {device}."
               f"{' Small sizes, which mean nothing.' if o.small else ''} Medians in ms of up to"
               f" {o.repeats} runs, as {CELL} s allow, after {WARM_UP + 1} others. Inputs and"
               " outputs stay on the device or, 'with copies', are float32 in pageable memory. TF32"
               " is off, cuDNN tries its convolutions, 'compiled' is torch.compile's default mode.")
        yield "\n| block | 10^9 multiply-adds | " + " | ".join(map(" ".join, self.columns)) + " |"
        yield "| --- |" + " ---: |" * (1 + len(self.columns))
        for block in self.blocks:
            cells = [self.cells.get((block.name, *column), NOT_RUN) for column in self.columns]
            count = self.counts.get(block.name, math.nan) / 1e9
            yield f"| {block.name} | {count:.2f} | {' | '.join(cells)} |"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--repeats", type=int, default=20, help="runs that are timed (20)")
    parser.add_argument("--seconds", type=float, default=80, help="no cell begins later (80)")
    parser.add_argument("--blocks", default="", help="pattern of names (all)")
    parser.add_argument("--dtypes", nargs="+", choices=DTYPES, default=list(DTYPES))
    parser.add_argument("--device", choices=["cuda", "cpu"], default="cuda")
    parser.add_argument("--small", action="store_true", help="sizes that show only that it runs")
    parser.add_argument("--eager", dest="compiled", action="store_false", help="compile nothing")
    settle()
    table = Table(parser.parse_args())
    if table.options.device == "cuda" and not torch.cuda.is_available():
        parser.error("PyTorch finds no CUDA device; give --device cpu")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        table.fill()
    finally:
        print("\n".join(table.markdown()), flush=True)
    sys.exit(0 if any(cell[0].isdigit() for cell in table.cells.values()) else 1)


if __name__ == "__main__":
    main()
