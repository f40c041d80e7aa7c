"""Makes test/fixtures/features/: the features of three pictures in every form that is read, a captions file, and, in
expected.json, the values of all of them.

Made with numpy 2.4.6 and safetensors 0.8.0: pip install numpy==2.4.6 safetensors==0.8.0
"""

import json
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file

FOLDER = Path("test/fixtures/features")
(FOLDER / "each").mkdir(parents=True, exist_ok=True)

PICTURES = [(391895, "COCO_val2014_000000391895.jpg"), (522418, "COCO_train_522418.jpg"), (184613, "b.c.jpg")]
SPLITS = ["train", "val", "train"]
fc = (np.arange(12, dtype=np.float32).reshape(3, 4) - 5) / 8
grid = (np.arange(3 * 2 * 2 * 4, dtype=np.float32).reshape(3, 2, 2, 4) - 20) / 16
ragged = [grid[0].reshape(4, 4), grid[1].reshape(4, 4)[:3], grid[2].reshape(4, 4)[:1]]

for name, dtype in [("half", "<f2"), ("single", "<f4"), ("double", "<f8"), ("bytes", "u1")]:
    values = np.abs(fc * 8) if dtype == "u1" else fc
    np.save(FOLDER / f"{name}.npy", values.astype(dtype))
np.save(FOLDER / "grids.npy", grid.astype("<f2"))
ids = [str(id) for id, _ in PICTURES]
np.savez(FOLDER / "byId.npz", **dict(zip(ids, grid)))
np.savez_compressed(FOLDER / "byName.npz", **{Path(file).stem: values for (_, file), values in zip(PICTURES, grid)})
np.savez(FOLDER / "rows.npz", fc=fc, other=np.zeros(2))
np.savez_compressed(FOLDER / "squeezed.npz", fc=fc)
save_file(dict(zip(ids, grid.reshape(3, 4, 4))), FOLDER / "byId.safetensors")
save_file({"fc": fc, "labels": np.zeros(3, dtype=np.int32)}, FOLDER / "rows.safetensors")
for (id, file), vector, regions in zip(PICTURES, fc, ragged):
    np.save(FOLDER / f"each/{id}.npy", vector)
    np.savez_compressed(FOLDER / f"each/{id}.npz", feat=regions)
    np.savez(FOLDER / f"each/{Path(file).stem}.two.npz", feat=regions, boxes=np.ones((len(regions), 4)))
    save_file({"feat": regions}, FOLDER / f"each/{file}.safetensors")
np.save(FOLDER / "fortran.npy", np.asfortranarray(fc))
np.save(FOLDER / "big.npy", fc.astype(">f4"))
np.save(FOLDER / "complex.npy", fc.astype("<c8"))

CAPTIONS = [
    ["A man riding a bike.", "A man on a bike, in the street", "a bike"],
    ["Two dogs!", "Two brown dogs play."],
    ["A red car is parked.", "A car"],
]
images = [
    {
        "filename": file,
        "cocoid": id,
        "imgid": at,
        "split": split,
        "sentences": [
            {"tokens": "".join(c for c in raw.lower() if c.isalnum() or c == " ").split(), "raw": raw, "imgid": at}
            for raw in captions
        ],
    }
    for at, ((id, file), split, captions) in enumerate(zip(PICTURES, SPLITS, CAPTIONS))
]
images.insert(1, {**images[0], "filename": "rest.jpg", "cocoid": 7, "split": "restval"})
(FOLDER / "captions.json").write_text(json.dumps({"images": images, "dataset": "coco"}, indent=1) + "\n")
# Files with a row for each picture of the captions file, the one that is left out among them.
for name in ["half", "single", "double", "bytes", "grids", "fortran", "big", "complex"]:
    values = np.load(FOLDER / f"{name}.npy")
    np.save(FOLDER / f"{name}.npy", np.insert(values, 1, values[0] * 0 + 9, axis=0) if name != "fortran" else values)
np.savez(FOLDER / "rows.npz", fc=np.insert(fc, 1, 9, axis=0), other=np.zeros(2))
save_file({"fc": np.insert(fc, 1, 9, axis=0), "labels": np.zeros(4, dtype=np.int32)}, FOLDER / "rows.safetensors")

expected = {
    "fc": fc.tolist(),
    "normalised": (fc / np.linalg.norm(fc, axis=1, keepdims=True)).tolist(),
    "bytes": np.abs(fc * 8).astype("u1").tolist(),
    "regions": grid.reshape(3, 4, 4).tolist(),
    "means": grid.reshape(3, 4, 4).mean(1).tolist(),
    "ragged": [np.pad(values[:3], ((0, max(0, 3 - len(values))), (0, 0))).tolist() for values in ragged],
}
(FOLDER / "expected.json").write_text(json.dumps(expected) + "\n")
