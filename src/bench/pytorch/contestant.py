"""PyTorch's contestant in `smoothing-lab bench`: runs training steps when it is told to (see protocol.ts).

Each workload is a module beside this one with `build(sizes, label_smoothing, device)`, which returns the trained
parameters and a function that computes the loss of the batch.
"""

import importlib
import json
import resource
import sys
import time

import torch


def prepare(setup):
    torch.manual_seed(1)
    torch.set_num_threads(setup["threads"])
    device = "cuda" if setup["device"] == "gpu" else "cpu"
    smoothing = setup["variant"].get("targets", {}).get("epsilon", 0)
    module = importlib.import_module(setup["workload"].replace("-", "_"))
    parameters, loss = module.build(setup["sizes"], smoothing, device)
    form = setup["form"]
    optimizer = torch.optim.Adam(parameters, lr=1e-3, fused=form != "eager")
    if form == "compile":
        loss = torch.compile(loss)

    def step():
        start = time.perf_counter()
        optimizer.zero_grad(set_to_none=True)
        value = loss()
        value.backward()
        optimizer.step()
        value = value.item()  # waits for a GPU too
        return value, 1000 * (time.perf_counter() - start)

    name = torch.cuda.get_device_name() if device == "cuda" else "cpu"
    return step, {"version": torch.__version__, "device": name}


def resident_mib():
    with open("/proc/self/statm", encoding="ascii") as statm:
        return int(statm.read().split()[1]) * resource.getpagesize() / 2**20


def peak_mib():
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 2**20 if sys.platform == "darwin" else peak / 1024


def say(message):
    print(json.dumps(message), flush=True)


def main():
    try:
        step, ready = prepare(json.loads(sys.argv[1]))
        for _ in range(2):
            step()
    except Exception as error:  # whatever it is, the parent tells it
        say({"error": f"{type(error).__name__}: {str(error).strip().splitlines()[0] if str(error).strip() else ''}"})
        return 1
    say(ready)
    for line in sys.stdin:
        step()
        steps = [step() for _ in range(json.loads(line)["steps"])]
        loss = steps[-1][0] if steps else None
        say(
            {
                "milliseconds": [milliseconds for _, milliseconds in steps],
                "loss": loss if loss == loss else None,
                "peakMiB": peak_mib(),
                "residentMiB": resident_mib() if sys.platform == "linux" else None,
            }
        )
    return 0


sys.exit(main())
