import type { Tensor } from '@tensorflow/tfjs-core';
import type { NodeJSKernelBackend } from '@tensorflow/tfjs-node-gpu/dist/nodejs_kernel_backend';
import type { TensorMetadata, TFEOpAttr, TFJSBinding } from '@tensorflow/tfjs-node-gpu/dist/tfjs_binding';
import { attribute, type GraphAttribute, type GraphBuilder } from './graphBuilder.ts';
import { type Description, Shapes } from './shapes.ts';

/** The backend's members that recording needs; private in tfjs's typings. */
interface OpenBackend {
  binding: TFJSBinding;
  getInputTensorIds(tensors: Tensor[]): number[];
}

const open = (backend: NodeJSKernelBackend) => backend as unknown as OpenBackend;

interface Consumer {
  node: string;
  op: string;
}

/** Ops whose output is their first input's buffer. */
const sharesBuffer = new Set(['Reshape', 'Identity', 'ExpandDims', 'Squeeze']);

/**
 * Writes down, as graph nodes, every op that tfjs runs inside record(). Nothing is computed: tfjs is given tensors that
 * have an id, a type and a shape alone. Ids of tensors without a value are negative. A tensor that stands for an input
 * or a variable must be bound to its edge.
 */
export class Recorder {
  readonly #backend: OpenBackend;
  readonly #native: TFJSBinding;
  readonly #builder: GraphBuilder;
  readonly #prefix: string;
  readonly #edges = new Map<number, string>();
  readonly #descriptions = new Map<number, Description>();
  readonly #shapes: Shapes;
  readonly #consumers = new Map<string, Consumer[]>();
  #count = 0;

  /** Node names start with `prefix`. */
  constructor(backend: NodeJSKernelBackend, builder: GraphBuilder, prefix: string) {
    this.#backend = open(backend);
    this.#native = this.#backend.binding;
    this.#shapes = new Shapes(this.#native);
    this.#builder = builder;
    this.#prefix = prefix;
  }

  /** Declares that `tensor` stands for the graph's `edge` (an input or a variable's value). */
  bind(tensor: Tensor, edge: string): void {
    const [id] = this.#backend.getInputTensorIds([tensor]);
    this.#edges.set(id as number, edge);
  }

  /** The edge that carries the tensor. */
  edge(tensor: Tensor): string {
    const [id] = this.#backend.getInputTensorIds([tensor]);
    return this.#edgeOf(id as number, 'an output');
  }

  /** The nodes that use the buffer of `edge`, be it under another shape. */
  readers(edge: string): string[] {
    const consumers = this.#consumers.get(edge) ?? [];
    return consumers.flatMap(({ node, op }) => (sharesBuffer.has(op) ? this.readers(`${node}:0`) : [node]));
  }

  /** Runs `body` with all of its ops recorded. */
  record<T>(body: () => T): T {
    const native = this.#native;
    // The addon's properties cannot be redefined: a wrapper takes the binding's place while recording.
    const wrapper = Object.create(null) as Record<string, unknown>;
    for (const key of Object.getOwnPropertyNames(native)) {
      const member = native[key as keyof TFJSBinding] as unknown;
      wrapper[key] = typeof member === 'function' ? member.bind(native) : member;
    }
    wrapper.executeOp = (op: string, attributes: TFEOpAttr[], ids: number[], outputs: number) =>
      this.#execute(op, attributes, ids, outputs);
    wrapper.createTensor = (shape: number[], type: number, data: ArrayLike<number>) =>
      this.#constant(shape, type, data);
    wrapper.tensorDataSync = (id: number) => this.#refuseRead(id);
    wrapper.deleteTensor = (id: number) => {
      if (id >= 0) native.deleteTensor(id);
    };
    this.#backend.binding = wrapper as unknown as TFJSBinding;
    try {
      return body();
    } finally {
      this.#backend.binding = native;
    }
  }

  #execute(op: string, attributes: TFEOpAttr[], ids: number[], outputs: number) {
    const name = `${this.#prefix}/${this.#count++}_${op}`;
    const inputs = ids.map((id) => this.#edgeOf(id, op));
    const results = this.#describe(op, attributes, ids, outputs);
    const converted = attributes.map(({ name: key, type, value }) => [key, this.#attribute(key, type, value)]);
    const isPlain = op === 'BatchMatMulV2' && results[0]?.shape.length === 2;
    if (isPlain) this.#builder.node(name, 'MatMul', inputs, plainProduct(Object.fromEntries(converted)));
    else this.#builder.node(name, op, inputs, Object.fromEntries(converted));
    for (const edge of inputs) this.#consumers.set(edge, [...(this.#consumers.get(edge) ?? []), { node: name, op }]);
    results.forEach(({ id }, index) => {
      this.#edges.set(id, `${name}:${index}`);
    });
    return results;
  }

  /** Tensors without a value, as the op would return them. */
  #describe(op: string, attributes: TFEOpAttr[], ids: number[], outputs: number): TensorMetadata[] {
    const inputs = ids.map((id) => this.#descriptions.get(id) as Description);
    return this.#shapes.of(op, attributes, inputs, outputs).map((description) => {
      const id = -1 - this.#descriptions.size;
      this.#descriptions.set(id, description);
      return { id, shape: description.shape, dtype: description.dtype };
    });
  }

  #constant(shape: number[], type: number, data: ArrayLike<number>): number {
    const id = this.#native.createTensor(shape, type, data as never);
    const name = this.#builder.constant(type, shape, bytesOf(this.#native, type, data));
    this.#edges.set(id, `${name}:0`);
    this.#descriptions.set(id, { shape, dtype: type, constant: { id, name } });
    return id;
  }

  #refuseRead(id: number): never {
    throw new Error(
      `a step may not read a tensor back to the host: the value of ${this.#edges.get(id) ?? 'a tensor from outside'} was asked for`,
    );
  }

  #edgeOf(id: number, consumer: string): string {
    const edge = this.#edges.get(id);
    if (edge === undefined) throw new Error(`${consumer} uses a tensor that was made outside the recorded step`);
    return edge;
  }

  #attribute(name: string, type: number, value: TFEOpAttr['value']): GraphAttribute {
    const native = this.#native;
    const isList = Array.isArray(value);
    switch (type) {
      case native.TF_ATTR_TYPE:
        return attribute.type(value as number);
      case native.TF_ATTR_BOOL:
        return attribute.bool(value as boolean);
      case native.TF_ATTR_INT:
        return isList ? attribute.ints(value) : attribute.int(value as number);
      case native.TF_ATTR_FLOAT:
        return isList ? attribute.floats(value) : attribute.float(value as number);
      case native.TF_ATTR_STRING:
        return attribute.text(value as unknown as string);
      case native.TF_ATTR_SHAPE:
        return attribute.shape(value as number[]);
      default:
        throw new Error(`the attribute ${name} has a type that cannot be written into a graph`);
    }
  }
}

/** The attributes of a product of two matrices: unlike a batch of products, TensorFlow joins it with what follows. */
function plainProduct({ T, adj_x, adj_y }: Record<string, GraphAttribute>): Record<string, GraphAttribute> {
  return { T: T as GraphAttribute, transpose_a: adj_x as GraphAttribute, transpose_b: adj_y as GraphAttribute };
}

/** A constant's bytes as TensorFlow lays them out. */
function bytesOf(native: TFJSBinding, type: number, data: ArrayLike<number>): Uint8Array {
  if (type === native.TF_BOOL) return Uint8Array.from(data, (value) => (value ? 1 : 0));
  const typed = type === native.TF_FLOAT ? Float32Array.from(data) : Int32Array.from(data);
  return new Uint8Array(typed.buffer);
}
