"""Beam search of a trained transformer in PyTorch, to compare translations and time with: a cached, batched search written
for this model (`own`), and Hugging Face's `generate` (`transformers`), whose M2M100 is the same network.

    python test/oracles/pytorch_beam_search.py CHECKPOINT SOURCES {own,transformers} [BEAM] [THREADS]

CHECKPOINT is a run's best.safetensors (model `transformer`, `normalization: pre`, `shareEmbeddings: all`, relu), SOURCES a
JSON file of lists of ids without the end of sentence. Scores are log-probabilities (no length penalty), an output has at
most 1.5 times the source's tokens and 10 more. Prints user CPU seconds, sentences a second, and the ids it found.
Made with torch 2.15.0 and transformers 5.24.0.
"""

import json
import struct
import sys
import time

import torch
import torch.nn.functional as F

PAD, BOS, EOS, UNK = range(4)
HEADS = 4
BATCH = 32


def load(path):
    with open(path, "rb") as file:
        (size,) = struct.unpack("<Q", file.read(8))
        header, data = json.loads(file.read(size)), file.read()
    names = {name: entry for name, entry in header.items() if name.split("/")[0] in name and "dtype" in entry}
    return {
        name: torch.frombuffer(bytearray(data[slice(*entry["data_offsets"])]), dtype=torch.float32).view(entry["shape"])
        for name, entry in names.items()
        if entry["dtype"] == "F32"
    }


class Own:
    """Keys and values of the source once a sentence; those of the output grow by a position a step."""

    def __init__(self, w):
        self.w = {name: value.T.contiguous() if name.endswith(".weight") else value for name, value in w.items()}
        self.table = w["embedding"]
        self.size = self.table.shape[1]
        self.layers = {stack: sum(f"{stack}.{at}.self.norm.scale" in w for at in range(100)) for stack in ["encoder", "decoder"]}
        half = self.size // 2
        rates = 10_000 ** (-torch.arange(half) / (half - 1))
        angles = torch.arange(1, 400)[:, None] * rates
        self.positions = torch.cat([torch.sin(angles), torch.cos(angles)], 1)

    def linear(self, name, x):
        return F.linear(x, self.w[f"{name}.weight"], self.w[f"{name}.bias"])

    def norm(self, name, x):
        return F.layer_norm(x, (self.size,), self.w[f"{name}.scale"], self.w[f"{name}.shift"])

    def heads(self, x):
        return x.view(len(x), -1, HEADS, self.size // HEADS).transpose(1, 2)

    def attend(self, name, q, k, v, mask=None):
        found = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        return self.linear(f"{name}.output", found.transpose(1, 2).reshape(len(q), -1, self.size))

    def inside(self, name, x):
        inner = F.relu(self.linear(f"{name}.up", self.norm(f"{name}.norm", x)))
        return x + self.linear(f"{name}.down", inner)

    def encode(self, source):
        mask = (source != PAD)[:, None, None]
        x = self.table[source] * self.size**0.5 + self.positions[: source.shape[1]]
        for layer in range(self.layers["encoder"]):
            name = f"encoder.{layer}.self"
            q, k, v = map(self.heads, self.linear(f"{name}.project", self.norm(f"{name}.norm", x)).chunk(3, -1))
            x = self.inside(f"encoder.{layer}.feedForward", x + self.attend(name, q, k, v, mask))
        x = self.norm("encoder.norm", x)
        memory = []
        for layer in range(self.layers["decoder"]):
            memory.append(tuple(map(self.heads, self.linear(f"decoder.{layer}.cross.attended", x).chunk(2, -1))))
        return memory, mask

    def step(self, last, position, memory, mask, cache, beam):
        """Logits [rows·beam, vocabulary]. Hypotheses of a sentence are queries at its memory."""
        x = (self.table[last] * self.size**0.5 + self.positions[position])[:, None]
        lanes = len(x)
        for layer in range(self.layers["decoder"]):
            name = f"decoder.{layer}.self"
            q, k, v = map(self.heads, self.linear(f"{name}.project", self.norm(f"{name}.norm", x)).chunk(3, -1))
            if cache[layer]:
                k, v = (torch.cat([old, new], 2) for old, new in zip(cache[layer], (k, v)))
            cache[layer] = (k, v)
            x = x + self.attend(name, q, k, v)
            name = f"decoder.{layer}.cross"
            q = self.linear(f"{name}.query", self.norm(f"{name}.norm", x)).view(lanes // beam, beam, self.size)
            x = x + self.attend(name, self.heads(q), *memory[layer], mask).view(lanes, 1, self.size)
            x = self.inside(f"decoder.{layer}.feedForward", x)
        return F.linear(self.norm("decoder.norm", x[:, 0]), self.table)

    def search(self, source, limits, beam):
        rows = len(source)
        memory, mask = self.encode(source)
        cache = [None] * self.layers["decoder"]
        scores = torch.full((rows, beam), -1e9)
        scores[:, 0] = 0
        last = torch.full((rows * beam,), BOS)
        paths = [[[] for _ in range(beam)] for _ in range(rows)]
        finished = [[] for _ in range(rows)]
        done = [False] * rows
        starts = torch.arange(rows)[:, None] * beam
        for length in range(1, max(limits) + 1):
            logits = self.step(last, length - 1, memory, mask, cache, beam)
            logp = torch.log_softmax(logits, 1)
            logp[:, [PAD, BOS, UNK]] = -1e9
            vocabulary = logp.shape[1]
            total = (logp.view(rows, beam, vocabulary) + scores[:, :, None]).view(rows, -1)
            best, at = total.topk(2 * beam, 1)
            parents, ids = at // vocabulary, at % vocabulary
            best_list, parent_list, id_list = best.tolist(), parents.tolist(), ids.tolist()
            chosen = []
            for row in range(rows):
                kept = [k for k in range(2 * beam) if id_list[row][k] != EOS][:beam]
                chosen.append(kept)
                if done[row]:
                    continue
                for k in range(beam):
                    if id_list[row][k] == EOS and len(finished[row]) < beam and best_list[row][k] > -5e8:
                        finished[row].append((best_list[row][k], paths[row][parent_list[row][k]]))
                paths[row] = [paths[row][parent_list[row][k]] + [id_list[row][k]] for k in kept]
                if len(finished[row]) >= beam:
                    done[row] = True
                elif length >= limits[row]:
                    done[row] = True
                    for k, path in zip(kept, paths[row]):
                        if len(finished[row]) < beam:
                            finished[row].append((best_list[row][k], path))
            if all(done):
                break
            kept = torch.tensor(chosen)
            scores = best.gather(1, kept)
            last = ids.gather(1, kept).view(-1)
            lanes = (parents.gather(1, kept) + starts).view(-1)
            cache = [(k.index_select(0, lanes), v.index_select(0, lanes)) for k, v in cache]
        return [max(found, key=lambda each: each[0])[1] for found in finished]


class HuggingFace:
    def __init__(self, w):
        from transformers import M2M100Config, M2M100ForConditionalGeneration, logging

        logging.set_verbosity_error()
        vocabulary, size = w["embedding"].shape
        count = lambda stack: sum(f"{stack}.{at}.self.norm.scale" in w for at in range(100))
        inner = w["encoder.0.feedForward.up.weight"].shape[1]
        config = M2M100Config(
            vocab_size=vocabulary,
            d_model=size,
            encoder_layers=count("encoder"),
            decoder_layers=count("decoder"),
            encoder_ffn_dim=inner,
            decoder_ffn_dim=inner,
            encoder_attention_heads=HEADS,
            decoder_attention_heads=HEADS,
            activation_function="relu",
            scale_embedding=True,
            pad_token_id=PAD,
            bos_token_id=BOS,
            eos_token_id=EOS,
            decoder_start_token_id=BOS,
            max_position_embeddings=400,
        )
        self.model = M2M100ForConditionalGeneration(config).eval()
        linear = lambda theirs, ours: {f"{theirs}.weight": w[f"{ours}.weight"].T, f"{theirs}.bias": w[f"{ours}.bias"]}
        norm = lambda theirs, ours: {f"{theirs}.weight": w[f"{ours}.scale"], f"{theirs}.bias": w[f"{ours}.shift"]}
        made = {"model.shared.weight": w["embedding"], "lm_head.weight": w["embedding"]}
        for stack in ["encoder", "decoder"]:
            made |= {f"model.{stack}.embed_tokens.weight": w["embedding"], **norm(f"model.{stack}.layer_norm", f"{stack}.norm")}
            for layer in range(count(stack)):
                theirs, ours = f"model.{stack}.layers.{layer}", f"{stack}.{layer}"
                parts = w[f"{ours}.self.project.weight"].T.chunk(3), w[f"{ours}.self.project.bias"].chunk(3)
                for part, weight, bias in zip("qkv", *parts):
                    made |= {f"{theirs}.self_attn.{part}_proj.weight": weight, f"{theirs}.self_attn.{part}_proj.bias": bias}
                made |= linear(f"{theirs}.self_attn.out_proj", f"{ours}.self.output")
                made |= norm(f"{theirs}.self_attn_layer_norm", f"{ours}.self.norm")
                made |= linear(f"{theirs}.fc1", f"{ours}.feedForward.up") | linear(f"{theirs}.fc2", f"{ours}.feedForward.down")
                made |= norm(f"{theirs}.final_layer_norm", f"{ours}.feedForward.norm")
                if stack == "decoder":
                    parts = w[f"{ours}.cross.attended.weight"].T.chunk(2), w[f"{ours}.cross.attended.bias"].chunk(2)
                    for part, weight, bias in zip("kv", *parts):
                        made |= {f"{theirs}.encoder_attn.{part}_proj.weight": weight, f"{theirs}.encoder_attn.{part}_proj.bias": bias}
                    made |= linear(f"{theirs}.encoder_attn.q_proj", f"{ours}.cross.query")
                    made |= linear(f"{theirs}.encoder_attn.out_proj", f"{ours}.cross.output")
                    made |= norm(f"{theirs}.encoder_attn_layer_norm", f"{ours}.cross.norm")
        missing, unexpected = self.model.load_state_dict(made, strict=False)
        assert not unexpected and all("embed_positions" in name for name in missing), (missing, unexpected)

    def search(self, source, limits, beam):
        found = self.model.generate(
            source,
            attention_mask=(source != PAD).long(),
            num_beams=beam,
            length_penalty=0.0,
            early_stopping=True,
            max_new_tokens=max(limits) + 1,
            suppress_tokens=[PAD, BOS, UNK],
            do_sample=False,
        )
        return [[token for token in row if token > UNK] for row in found.tolist()]


def main(checkpoint, sources, kind, beam=5, threads=1):
    torch.set_num_threads(int(threads))
    weights = {name: value for name, value in load(checkpoint).items() if "/" not in name}
    model = {"own": Own, "transformers": HuggingFace}[kind](weights)
    with open(sources, encoding="utf8") as file:
        texts = json.load(file)
    order = sorted(range(len(texts)), key=lambda at: len(texts[at]))
    found = [None] * len(texts)
    start = time.process_time()
    with torch.inference_mode():
        for at in range(0, len(order), BATCH):
            members = order[at : at + BATCH]
            width = max(len(texts[member]) for member in members) + 1
            source = torch.tensor([texts[m] + [EOS] + [PAD] * (width - 1 - len(texts[m])) for m in members])
            limits = [int(1.5 * len(texts[m])) + 10 for m in members]
            for member, ids in zip(members, model.search(source, limits, int(beam))):
                found[member] = ids
    seconds = time.process_time() - start
    print(f"{seconds:.2f} s of CPU, {len(texts) / seconds:.1f} sentences/s", file=sys.stderr)
    print(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
