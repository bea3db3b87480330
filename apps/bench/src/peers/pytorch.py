"""PyTorch, eager, on the CPU. Speaks the protocol of serve.ts. Of the ways PyTorch offers for the same work (memory
format, how the optimizer loops over parameters), the one that is fastest in the warm-up is measured."""

import json
import os
import sys
import time

DEBIAN = "/usr/bin/python3"
try:
    import torch
except ModuleNotFoundError:
    if sys.executable == DEBIAN or not os.path.exists(DEBIAN):
        raise
    os.execv(DEBIAN, [DEBIAN, *sys.argv])  # Debian's python3-torch is for Debian's Python, which may not come first.

import torch.nn.functional as F
from torch import nn

THREADS = int(sys.argv[1])
torch.set_num_threads(THREADS)
torch.manual_seed(0)

LOOK_SECONDS = 0.005


def random(*shape):
    return torch.rand(*shape) * 2 - 1


def gemm(shape, form):
    sizes = [int(size) for size in shape.split("x")]
    m, k, n = sizes if len(sizes) == 3 else sizes * 3
    a = random(k, m).t() if form[0] == "t" else random(m, k)
    b = random(n, k).t() if form[1] == "t" else random(k, n)
    return [lambda: torch.mm(a, b)]


def conv(shape, direction):
    size, _, channels = shape.split("x")
    inputs, outputs = (int(count) for count in channels.split("-"))
    size = int(size)
    kinds = [torch.contiguous_format, torch.channels_last]
    return [one_conv(inputs, outputs, size, direction, kind) for kind in kinds]


def one_conv(inputs, outputs, size, direction, memory_format):
    shapes = [(32, inputs, size, size), (outputs, inputs, 3, 3), (32, outputs, size, size)]
    x, weight, gradient = (random(*shape).contiguous(memory_format=memory_format) for shape in shapes)
    if direction == "forward":
        return lambda: F.conv2d(x, weight, padding=1)
    mask = [direction == "by-input", direction == "by-weight", False]
    backward = torch.ops.aten.convolution_backward
    return lambda: backward(gradient, x, weight, None, [1, 1], [1, 1], [1, 1], False, [0, 0], 1, mask)


def mapped(operation, _size):
    x, y = random(10**6), random(10**6)
    bodies = dict(
        add=lambda: x + y,
        relu=lambda: torch.relu(x),
        exp=lambda: torch.exp(x),
        tanh=lambda: torch.tanh(x),
        gelu=lambda: F.gelu(x),
        sigmoid=lambda: torch.sigmoid(x),
    )
    return [bodies[operation]]


def reduce(_operation, _size):
    x = random(10**6)
    return [lambda: x.sum()]


def softmax(_shape):
    x = random(1024, 1000)
    return [lambda: F.softmax(x, -1)]


def model_named(name):
    conv = lambda a, b: [nn.Conv2d(a, b, 3, padding=1), nn.ReLU()]
    pool, flat = nn.MaxPool2d(2), nn.Flatten()
    if name == "mlp":
        return nn.Sequential(nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 64), nn.ReLU(), nn.Linear(64, 10))
    if name == "cnn-lite":
        return nn.Sequential(*conv(1, 8), pool, *conv(8, 16), pool, flat, nn.Linear(784, 10))
    dense = [nn.Linear(12544, 128), nn.ReLU(), nn.Linear(128, 10)]
    return nn.Sequential(*conv(1, 32), *conv(32, 64), pool, flat, *dense)


def optimizers(name):
    if name == "sgd-momentum":
        make, options = torch.optim.SGD, dict(lr=0.01, momentum=0.9)
    else:
        make, options = torch.optim.Adam, dict(lr=1e-3, eps=1e-7)
    for way in (dict(foreach=False), dict(foreach=True), dict(fused=True)):
        yield lambda parameters, way=way: make(parameters, **options, **way)


def train(model, batch, optimizer):
    formats = [torch.contiguous_format] + ([] if model == "mlp" else [torch.channels_last])
    batch = int(batch[1:])
    ways = []
    for make in optimizers(optimizer):
        for memory_format in formats:
            try:
                way = one_train(model, batch, make, memory_format)
                way()
                ways.append(way)
            except (TypeError, RuntimeError):
                pass  # This version, or this machine, has no such optimizer.
    return ways


def one_train(name, batch, make, memory_format):
    model = model_named(name).to(memory_format=memory_format)
    optimizer = make(model.parameters())
    shape = (batch, 784) if name == "mlp" else (batch, 1, 28, 28)
    xs = [torch.rand(*shape) for _ in range(8)]
    if name != "mlp":
        xs = [x.contiguous(memory_format=memory_format) for x in xs]
    ys = [torch.randint(0, 10, (batch,)) for _ in range(8)]
    taken = 0

    def step():
        nonlocal taken
        optimizer.zero_grad(set_to_none=True)
        F.cross_entropy(model(xs[taken % 8]), ys[taken % 8]).backward()
        optimizer.step()
        taken += 1

    return step


class Attention(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.attention = nn.MultiheadAttention(width, heads, batch_first=True)

    def forward(self, x):
        return self.attention(x, x, x, need_weights=False)[0]


def layer(name):
    """One layer, and what goes in; the sizes are those of works.ts."""
    makers = {
        "layer-norm": lambda: (nn.LayerNorm(256), random(2048, 256)),
        "softmax": lambda: (nn.Softmax(-1), random(2048, 256)),
        "embedding": lambda: (nn.Embedding(1000, 128), torch.randint(0, 1000, (32, 64))),
        "attention": lambda: (Attention(128, 4), random(16, 64, 128)),
        "lstm": lambda: (nn.LSTM(64, 128, batch_first=True), random(32, 32, 64)),
    }
    model, x = makers[name]()
    # A layer without parameters changes its input.
    parameters = list(model.parameters()) or [x.requires_grad_()]
    optimizer = torch.optim.SGD(parameters, lr=0.01)

    def step():
        optimizer.zero_grad(set_to_none=True)
        y = model(x)
        (y[0] if name == "lstm" else y).square().mean().backward()
        optimizer.step()

    return [step]


KINDS = dict(
    layer=layer,
    gemm=gemm, conv=conv, map=mapped, reduce=reduce, softmax=softmax, train=train, fit=train
)


def times(run, per_look, least_milliseconds):
    started = time.perf_counter()
    iterations = 0
    while True:
        for _ in range(per_look):
            run()
        iterations += per_look
        milliseconds = (time.perf_counter() - started) * 1000
        if milliseconds >= least_milliseconds:
            return dict(iterations=iterations, milliseconds=milliseconds)


def seconds_each(way, milliseconds):
    times(way, 1, milliseconds / 2)
    warm = times(way, 1, milliseconds)
    return warm["milliseconds"] / warm["iterations"] / 1000


def warm_up(name, milliseconds):
    kind, *rest = name.split("/")
    timed = [(seconds_each(way, milliseconds), way) for way in KINDS[kind](*rest)]
    seconds, way = min(timed, key=lambda pair: pair[0])
    return name, way, max(1, int(LOOK_SECONDS / seconds))


def answer(message):
    print(json.dumps(message), flush=True)


def version():
    """Without OpenBLAS, Debian's PyTorch multiplies matrices with the slow reference BLAS."""
    return f"PyTorch {torch.__version__}, {'OpenBLAS' if uses_openblas() else 'BLAS unknown'}"


def uses_openblas():
    torch.mm(torch.ones(64, 64), torch.ones(64, 64))
    try:
        with open("/proc/self/maps") as loaded:
            return "openblas" in loaded.read()
    except OSError:
        return False


def first_step():
    """The whole program of the work first-step/mlp: one step with SGD and momentum."""
    model = model_named("mlp")
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9)
    loss = F.cross_entropy(model(torch.rand(32, 784)), torch.randint(0, 10, (32,)))
    loss.backward()
    optimizer.step()
    print(loss.item(), flush=True)


def main():
    answer(dict(version=version()))
    current = None
    for line in sys.stdin:
        request = json.loads(line)
        try:
            if current is None or current[0] != request["work"]:
                current = None
                current = warm_up(request["work"], request["milliseconds"])
            answer(times(current[1], current[2], request["milliseconds"]))
        except Exception as error:  # Whatever goes wrong is the answer.
            answer(dict(error=str(error).split("\n")[0]))


first_step() if "first-step" in sys.argv else main()
