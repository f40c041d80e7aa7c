import type { TensorMetadata, TFEOpAttr, TFJSBinding } from '@tensorflow/tfjs-node-gpu/dist/tfjs_binding';

/** What is known of a tensor while a step is recorded. */
export interface Description {
  shape: number[];
  /** TensorFlow's number of the type. */
  dtype: number;
  /** Of a constant: the native id of its value, and a name that equal constants share. */
  constant?: { id: number; name: string };
}

/**
 * Finds out what an op returns by running it once on zeros and throwing the values away. The answer is kept: the ops of
 * an unrolled loop are run once. So recording takes as much memory as its largest op, not as a whole eager step.
 */
export class Shapes {
  readonly #native: TFJSBinding;
  readonly #known = new Map<string, Description[]>();

  constructor(native: TFJSBinding) {
    this.#native = native;
  }

  /** Types and shapes of the op's outputs. An input whose value shapes them (a size, an axis) must be a constant. */
  of(op: string, attributes: TFEOpAttr[], inputs: Description[], outputs: number): Description[] {
    const described = inputs.map(({ shape, dtype, constant }) => constant?.name ?? `${dtype}[${shape}]`);
    const key = JSON.stringify([op, attributes, described, outputs]);
    const known = this.#known.get(key) ?? this.#run(op, attributes, inputs, outputs);
    this.#known.set(key, known);
    return known;
  }

  #run(op: string, attributes: TFEOpAttr[], inputs: Description[], outputs: number): Description[] {
    const made: number[] = [];
    const ids = inputs.map(({ shape, dtype, constant }) => {
      if (constant) return constant.id;
      const id = this.#zeros(shape, dtype);
      made.push(id);
      return id;
    });
    try {
      const results = this.#native.executeOp(op, attributes, ids, outputs);
      made.push(...results.map(({ id }) => id));
      return results.map(({ shape, dtype }: TensorMetadata) => ({ shape, dtype }));
    } finally {
      for (const id of made) this.#native.deleteTensor(id);
    }
  }

  #zeros(shape: number[], dtype: number): number {
    const native = this.#native;
    const sides = native.createTensor([shape.length], native.TF_INT32, Int32Array.from(shape));
    const zero = native.createTensor(
      [],
      dtype,
      dtype === native.TF_FLOAT ? new Float32Array(1) : zeroOf(native, dtype),
    );
    const attributes = [
      { name: 'T', type: native.TF_ATTR_TYPE, value: dtype },
      { name: 'index_type', type: native.TF_ATTR_TYPE, value: native.TF_INT32 },
    ];
    const [filled] = native.executeOp('Fill', attributes, [sides, zero], 1);
    native.deleteTensor(sides);
    native.deleteTensor(zero);
    return (filled as TensorMetadata).id;
  }
}

const zeroOf = (native: TFJSBinding, dtype: number) =>
  dtype === native.TF_BOOL ? new Uint8Array(1) : new Int32Array(1);
