"""Times the networks of torch_networks.py, for the table beside TensorRT's.

Prints a table in Markdown, or writes it to a file, anew with each time; those go to stderr as they
come. Ends with 1 if there is none. What uses the device alone (eager, compiled) and
what need not (compile) can be run apart: then cells are kept in a file from one call to the next.
"""

import argparse
import json
import math
import multiprocessing
import multiprocessing.connection
import os
import re
import signal
import statistics
import sys
import time

os.environ.setdefault("TORCHINDUCTOR_COMPILE_THREADS", "1")

import torch  # noqa: E402 (reads the variable above)
from torch.utils.flop_counter import FlopCounterMode  # noqa: E402
from torch_networks import Layers, blocks  # noqa: E402

# tf32 is float32 whose products the tensor cores may make: 10 bits of a factor, as float16 has.
DTYPES = {"fp32": torch.float32, "tf32": torch.float32, "bf16": torch.bfloat16, "fp16": torch.float16}
EAGER, COPIES, COMPILED = "eager", "eager with copies", "compiled"
COMPILED_COPIES = "compiled with copies"
STAGES = (EAGER, "compile", COMPILED)
COLUMNS = [(how, dtype) for how in (EAGER, COPIES) for dtype in DTYPES]
COLUMNS += [(how, dtype) for how in (COMPILED, COMPILED_COPIES) for dtype in ("bf16", "fp16")]
NOT_RUN = "not run (time)"
WARM_UP, LEAST, CELL = 3, 3, 0.5  # runs that do not count, runs that do at least; s of a cell


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


def arithmetic(dtype):
    """The type of that name; float32 is a true one unless it is called tf32."""
    tf32 = dtype == "tf32"
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = tf32
    return DTYPES[dtype]


def settle():
    """Convolutions are chosen by trial, as TensorRT does."""
    torch.backends.cudnn.benchmark = True
    torch.manual_seed(11)


@torch.inference_mode()
def compile_ahead(answer, name, dtype, device, small):
    """In a process of its own, into the compiler's cache on disk; answers what went wrong."""
    try:
        settle()
        block = next(one for one in blocks(small) if one.name == name)
        module, _ = prepare(block, arithmetic(dtype), device, compiled=True)
        download(module(*upload(block.inputs(), DTYPES[dtype], device)))
        answer.send("")
    except Exception as failure:
        print(str(failure).strip()[:300], file=sys.stderr)
        answer.send(f"failed: {type(failure).__name__}")


def write(name, text):
    """Whole or not at all: the process may be killed at any moment."""
    if name:
        with open(name + ".new", "w") as file:
            file.write(text)
        os.replace(name + ".new", name)


class Table:
    def __init__(self, options):
        self.options, self.end = options, time.perf_counter() + options.seconds
        self.blocks = [b for b in blocks(options.small) if re.search(options.blocks, b.name)]
        self.columns = [(how, dtype) for how, dtype in COLUMNS if dtype in options.dtypes]
        device = torch.cuda.get_device_name(0) if options.device == "cuda" else "no GPU"
        self.machine = f"PyTorch {torch.__version__}, CUDA {torch.version.cuda}, {device}"
        self.cells, self.counts = {}, {}
        if options.cells and os.path.exists(options.cells):
            self.take(options.cells)

    def take(self, name):
        """What was measured before, on this machine; times of another one are no times of it."""
        with open(name) as file:
            kept = json.load(file)
        machine = kept.get("machine") if isinstance(kept, dict) else "a machine that it does not name"
        if machine != self.machine:
            sys.exit(f"{name}: got times of {machine}, wants those of {self.machine}; leave it out")
        cells = {tuple(key.split("|")): cell for key, cell in kept["cells"].items()}
        again = self.options.retry
        self.cells = {key: c for key, c in cells.items() if c[0].isdigit() or not again}
        self.counts = kept["counts"]

    def keep(self):
        cells = {"|".join(key): cell for key, cell in self.cells.items()}
        kept = {"machine": self.machine, "cells": cells, "counts": self.counts}
        write(self.options.cells, json.dumps(kept))
        write(self.options.table, "\n".join(self.markdown()) + "\n")

    def left(self):
        return self.end - time.perf_counter()

    def put(self, name, how, dtype, cell, note):
        self.cells[name, how, dtype] = cell
        print(f"{self.left():5.1f} s left: {name}, {how} {dtype}: {cell} ({note})", file=sys.stderr)
        self.keep()

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
        at, module, ready = (arithmetic(dtype), self.options.device), None, None
        for how in (one for one in hows if self.left() > 0):
            try:
                if module is None:
                    inputs = block.inputs()
                    module, self.counts[block.name] = prepare(block, *at, COMPILED in hows)
                    ready = upload(inputs, *at)
                got, copies = download(module(*ready)), how in (COPIES, COMPILED_COPIES)
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
        o, share = self.options, 0.6 if COMPILED in self.options.stages else 1
        end = time.perf_counter() + self.left() * share
        spawn = multiprocessing.get_context("spawn")
        waiting = [(b.name, d, o.device, o.small) for b in reversed(self.blocks) for d in dtypes
                   if (b.name, COMPILED, d) not in self.cells]
        running = {}  # a process for each task: one that is killed takes no other with it
        try:
            while (waiting or running) and time.perf_counter() < end:
                while waiting and len(running) < o.workers:
                    task = waiting.pop(0)
                    ours, theirs = spawn.Pipe(duplex=False)
                    process = spawn.Process(target=compile_ahead, args=(theirs, *task), daemon=True)
                    process.start()
                    theirs.close()  # so that its end is the end of the pipe
                    running[ours] = (task, process)
                for ours in multiprocessing.connection.wait(list(running), timeout=0.5):
                    (task, process), state = running.pop(ours), ""
                    try:
                        state = ours.recv()
                    except EOFError:
                        process.join()
                        state = f"failed: ended with {process.exitcode}"
                    if state:
                        self.give_up(task, state)
            for task in waiting + [task for task, _ in running.values()]:
                self.give_up(task, NOT_RUN)
        finally:
            for _, process in running.values():
                process.kill()

    def give_up(self, task, state):
        for how in (COMPILED, COMPILED_COPIES):
            self.put(task[0], how, task[1], state, "while compiling")

    def fill(self):
        stages = self.options.stages
        for block in self.blocks if EAGER in stages else ():
            for dtype in self.options.dtypes:
                if (block.name, COPIES, dtype) not in self.cells:
                    self.measure(block, dtype, (EAGER, COPIES))
        dtypes = [dtype for how, dtype in self.columns if how == COMPILED]
        if dtypes and "compile" in stages:
            self.compile(dtypes)
        for dtype, block in ((d, b) for d in dtypes for b in self.blocks):
            if COMPILED in stages and (block.name, COMPILED_COPIES, dtype) not in self.cells:
                self.measure(block, dtype, (COMPILED, COMPILED_COPIES))

    def markdown(self):
        o = self.options
        yield (f"{self.machine}."
               f"{' Small sizes, which mean nothing.' if o.small else ''} Medians in ms of up to"
               f" {o.repeats} runs, as {CELL} s allow, after {WARM_UP + 1} others. Inputs and"
               " outputs stay on the device or, 'with copies', are float32 in pageable memory. 'fp32'"
               " is without TF32, 'tf32' with it; cuDNN tries its convolutions, 'compiled' is"
               " torch.compile's default mode.")
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
    parser.add_argument("--stages", nargs="+", choices=STAGES, default=STAGES, help="(all)")
    parser.add_argument("--cells", default="", help="file of what earlier stages measured")
    parser.add_argument("--retry", action="store_true", help="what failed in FILE once more")
    parser.add_argument("--table", default="", help="file of the table, in the place of printing it")
    parser.add_argument("--workers", type=int, default=min(16, os.cpu_count() or 1),
                        help="processes that compile side by side, in a thread each")
    settle()
    options = parser.parse_args()
    if options.device == "cuda" and not torch.cuda.is_available():
        parser.error("PyTorch finds no CUDA device; give --device cpu")
    table = Table(options)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        table.fill()
    finally:
        table.keep()
        if not options.table:
            print("\n".join(table.markdown()), flush=True)
    if COMPILED in table.options.stages or EAGER in table.options.stages:
        sys.exit(0 if any(cell[0].isdigit() for cell in table.cells.values()) else 1)


if __name__ == "__main__":
    main()
