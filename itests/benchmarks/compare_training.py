#!/usr/bin/env python3
"""Times a training step in PyTorch eager beside engine-pytorch, in one run.

    mvn -q package -DskipTests -pl distribution,itests/benchmarks -am
    python3 itests/benchmarks/compare_training.py --dims middle

Needs torch. Both sides train a stack of Qwen2's decoder layers on the same shapes: forward,
backward, clipping to norm 1, AdamW. The order alternates; processor time counts, because the
machine may be shared. A ratio above 1 means that the engine is faster.
"""
import argparse
import json
import subprocess
import sys
import time
from pathlib import Path

import torch
import torch.nn.functional as F

HERE = Path(__file__).resolve().parent
# hidden, inner, layers, heads, key heads, vocabulary, batch, rows: as in StackDims.java
DIMS = {"middle": (256, 832, 4, 8, 4, 512, 16, 160), "mini": (128, 384, 4, 4, 2, 131, 24, 120)}


class RmsNorm(torch.nn.Module):
    def __init__(self, width):
        super().__init__()
        self.weight = torch.nn.Parameter(torch.ones(width))

    def forward(self, x):
        return self.weight * (x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-6))


def half_turned(x):
    a, b = x.chunk(2, -1)
    return torch.cat((-b, a), -1)


class Layer(torch.nn.Module):
    def __init__(self, hidden, inner, heads, kv_heads):
        super().__init__()
        self.heads, self.kv_heads, self.head = heads, kv_heads, hidden // heads
        linear = torch.nn.Linear
        self.before, self.after = RmsNorm(hidden), RmsNorm(hidden)
        self.q = linear(hidden, hidden)
        self.k = linear(hidden, kv_heads * self.head)
        self.v = linear(hidden, kv_heads * self.head)
        self.o = linear(hidden, hidden, bias=False)
        self.gate = linear(hidden, inner, bias=False)
        self.up = linear(hidden, inner, bias=False)
        self.down = linear(inner, hidden, bias=False)

    def forward(self, x, cos, sin):
        n, s, _ = x.shape
        y = self.before(x)
        q = self.q(y).view(n, s, self.heads, self.head).transpose(1, 2)
        k = self.k(y).view(n, s, self.kv_heads, self.head).transpose(1, 2)
        v = self.v(y).view(n, s, self.kv_heads, self.head).transpose(1, 2)
        q = q * cos + half_turned(q) * sin
        k = k * cos + half_turned(k) * sin
        k = k.repeat_interleave(self.heads // self.kv_heads, 1)
        v = v.repeat_interleave(self.heads // self.kv_heads, 1)
        a = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        x = x + self.o(a.transpose(1, 2).reshape(n, s, -1))
        y = self.after(x)
        return x + self.down(F.silu(self.gate(y)) * self.up(y))


class Stack(torch.nn.Module):
    def __init__(self, hidden, inner, layers, heads, kv_heads, vocabulary):
        super().__init__()
        self.embed = torch.nn.Embedding(vocabulary, hidden)
        self.layers = torch.nn.ModuleList(
            Layer(hidden, inner, heads, kv_heads) for _ in range(layers))
        self.norm = RmsNorm(hidden)
        self.head = torch.nn.Linear(hidden, vocabulary, bias=False)
        for p in self.parameters():
            if p.dim() == 2:
                torch.nn.init.normal_(p, std=0.02)

    def forward(self, ids, cos, sin):
        x = self.embed(ids)
        for layer in self.layers:
            x = layer(x, cos, sin)
        return self.head(self.norm(x))


def python_step(dims, warm_up, steps, threads):
    hidden, inner, layers, heads, kv_heads, vocabulary, batch, rows = DIMS[dims]
    torch.set_num_threads(threads)
    torch.manual_seed(1)
    model = Stack(hidden, inner, layers, heads, kv_heads, vocabulary)
    head = hidden // heads
    angle = torch.outer(torch.arange(rows), 10000 ** (-torch.arange(head // 2) / (head // 2)))
    angle = torch.cat((angle, angle), -1)
    cos, sin = angle.cos(), angle.sin()
    ids = torch.randint(vocabulary, (batch, rows))
    labels = torch.randint(vocabulary, (batch * rows,))
    groups = [{"params": [p for p in model.parameters() if p.dim() == 2], "weight_decay": 0.01},
              {"params": [p for p in model.parameters() if p.dim() == 1], "weight_decay": 0.0}]
    optimizer = torch.optim.AdamW(groups, lr=1e-3)

    def step():
        loss = F.cross_entropy(model(ids, cos, sin).view(-1, vocabulary), labels)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()
        return loss.item()

    first = step()
    for _ in range(warm_up - 1):
        step()
    cpu, wall = time.process_time(), time.perf_counter()
    for _ in range(steps):
        last = step()
    return {"cpu_ms": (time.process_time() - cpu) * 1e3 / steps,
            "wall_ms": (time.perf_counter() - wall) * 1e3 / steps, "first": first, "last": last,
            "weights": sum(p.numel() for p in model.parameters())}


def java_step(java, classpath, *arguments):
    command = [java, "--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-cp", classpath,
               "org.nexusgen.benchmarks.TrainingSteps", *map(str, arguments)]
    result = subprocess.run(command, capture_output=True, text=True)
    if result.returncode:
        sys.exit(result.stderr)
    return json.loads(result.stdout)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dims", choices=DIMS, default="middle")
    parser.add_argument("--steps", type=int, default=20)
    parser.add_argument("--warm-up", type=int, default=5)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--java", default="java")
    parser.add_argument("--lib", help="folder of the jars; the built distribution's if left out")
    parser.add_argument("--only", choices=("python", "java"))
    options = parser.parse_args()
    run = (options.dims, options.warm_up, options.steps, options.threads)
    if options.only == "python":
        print(json.dumps(python_step(*run)))
        return
    libraries = options.lib or next((HERE.parents[1] / "distribution/target").glob("nexusgen-*/lib"))
    classpath = f"{HERE / 'target/classes'}:{libraries}/*:{libraries}/native/*"
    best = {}
    for _ in range(options.rounds):
        python = subprocess.run(
            [sys.executable, __file__, "--only", "python", "--dims", options.dims,
             "--steps", str(options.steps), "--warm-up", str(options.warm_up),
             "--threads", str(options.threads)], capture_output=True, text=True, check=True)
        for name, result in (("python", json.loads(python.stdout)),
                             ("engine", java_step(options.java, classpath, *run))):
            print(name, json.dumps(result), flush=True)
            best[name] = min(best.get(name, float("inf")), result["cpu_ms"])
    print(f"{options.dims}: torch {torch.__version__} {best['python']:.1f} ms, "
          f"engine {best['engine']:.1f} ms of processor time a step, "
          f"throughput {best['python'] / best['engine']:.2f} x")


if __name__ == "__main__":
    main()
