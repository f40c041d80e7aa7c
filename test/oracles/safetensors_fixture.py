"""Makes test/fixtures/safetensors/reference.safetensors; with a FILE, prints what the reference reads from it.

Made with safetensors 0.8.0 and numpy 2.4.6: pip install safetensors==0.8.0 numpy==2.4.6
"""

import sys

import numpy as np
from safetensors import safe_open
from safetensors.numpy import save_file

TENSORS = {
    "encoder.weight": np.arange(6, dtype=np.float32).reshape(2, 3) / 4 - 1,
    "décodeur.bias": np.array([np.inf, -0.0, 1e-38], dtype=np.float32),
    "steps": np.array([-(2**31), 0, 2**31 - 1], dtype=np.int32),
    "scalar": np.array(0.1, dtype=np.float32),
    "empty": np.zeros((0, 4), dtype=np.float32),
    "state": np.array([0, 127, 255], dtype=np.uint8),
}

if len(sys.argv) > 1:
    with safe_open(sys.argv[1], framework="numpy") as file:
        print(file.metadata())
        for name in file.keys():
            tensor = file.get_tensor(name)
            print(name, tensor.dtype, tensor.shape, tensor.ravel()[:8].tolist())
else:
    save_file(TENSORS, "test/fixtures/safetensors/reference.safetensors", metadata={"step": "120"})
    save_file({"half": np.array([1.5], dtype=np.float16)}, "test/fixtures/safetensors/half.safetensors")
