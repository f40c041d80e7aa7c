import { createHash } from 'node:crypto';
import * as protobuf from '@tensorflow/tfjs-node-gpu/dist/proto/api_pb.js';

// The file sets a global-style namespace: `proto.tensorflow` when it is loaded as a module.
const { tensorflow: messages } = (protobuf as never as { proto: { tensorflow: Messages } }).proto ?? {
  tensorflow: protobuf as never as Messages,
};

/** The protobuf classes used here, as google-protobuf generates them (no typings ship with them). */
interface Message {
  serializeBinary(): Uint8Array;
}
type Messages = Record<string, new () => never> & {
  AttrValue: { new (): AttributeMessage; ListValue: new () => ListMessage };
  TensorShape: { new (): ShapeMessage; Dim: new () => { setSize(size: number): void } };
};
interface AttributeMessage extends Message {
  setType(value: number): void;
  setB(value: boolean): void;
  setI(value: number): void;
  setF(value: number): void;
  setS(value: Uint8Array): void;
  setShape(value: ShapeMessage): void;
  setTensor(value: unknown): void;
  setList(value: ListMessage): void;
}
interface ListMessage {
  setIList(values: number[]): void;
  setFList(values: number[]): void;
}
interface ShapeMessage {
  setDimList(dimensions: unknown[]): void;
}
type NodeMessage = Message & {
  setName(name: string): void;
  setOp(op: string): void;
  setInputList(inputs: string[]): void;
  getAttrMap(): { set(name: string, value: AttributeMessage): void };
};
const make = <T>(name: string): T => new messages[name]() as T;

/** TensorFlow's numbers of the types used here (types.proto). */
export const dataTypes = { float32: 1, int32: 3, int64: 9, bool: 10 } as const;
export type GraphAttribute = AttributeMessage;

export const attribute = {
  type: (type: number) => set((value) => value.setType(type)),
  bool: (flag: boolean) => set((value) => value.setB(flag)),
  int: (integer: number) => set((value) => value.setI(integer)),
  float: (real: number) => set((value) => value.setF(real)),
  text: (text: string) => set((value) => value.setS(Buffer.from(text))),
  shape: (shape: number[]) => set((value) => value.setShape(shapeMessage(shape))),
  tensor: (type: number, shape: number[], bytes: Uint8Array) =>
    set((value) => value.setTensor(tensorMessage(type, shape, bytes))),
  ints: (integers: number[]) => set((value) => value.setList(list((items) => items.setIList(integers)))),
  floats: (reals: number[]) => set((value) => value.setList(list((items) => items.setFList(reals)))),
};

function set(fill: (value: AttributeMessage) => void): AttributeMessage {
  const value = new messages.AttrValue();
  fill(value);
  return value;
}

function list(fill: (items: ListMessage) => void): ListMessage {
  const items = new messages.AttrValue.ListValue();
  fill(items);
  return items;
}

function shapeMessage(shape: number[]): ShapeMessage {
  const message = new messages.TensorShape();
  message.setDimList(
    shape.map((side) => {
      const dimension = new messages.TensorShape.Dim();
      dimension.setSize(side);
      return dimension;
    }),
  );
  return message;
}

function tensorMessage(type: number, shape: number[], bytes: Uint8Array): unknown {
  const message = make<{
    setDtype(type: number): void;
    setTensorShape(shape: ShapeMessage): void;
    setTensorContent(bytes: Uint8Array): void;
  }>('Tensor');
  message.setDtype(type);
  message.setTensorShape(shapeMessage(shape));
  message.setTensorContent(bytes);
  return message;
}

/** A TensorFlow GraphDef under construction. Node names are unique; an edge is `node:output`, a control edge `^node`. */
export class GraphBuilder {
  readonly #nodes: NodeMessage[] = [];
  readonly #constants = new Map<string, string>();
  readonly #inputs = new Map<string, string[]>();

  get size(): number {
    return this.#nodes.length;
  }

  node(name: string, op: string, inputs: string[], attributes: Record<string, GraphAttribute> = {}): string {
    const node = make<NodeMessage>('NodeDef');
    node.setName(name);
    node.setOp(op);
    node.setInputList(inputs);
    for (const [key, value] of Object.entries(attributes)) node.getAttrMap().set(key, value);
    this.#nodes.push(node);
    this.#inputs.set(name, inputs);
    return name;
  }

  /** All nodes that the edges depend on. */
  ancestors(edges: string[]): Set<string> {
    const found = new Set<string>();
    const open = [...edges];
    for (let edge = open.pop(); edge !== undefined; edge = open.pop()) {
      const node = edge.replace(/^\^|:\d+$/g, '');
      if (found.has(node)) continue;
      found.add(node);
      open.push(...(this.#inputs.get(node) ?? []));
    }
    return found;
  }

  /** A constant; equal ones are one node. */
  constant(type: number, shape: number[], bytes: Uint8Array): string {
    const key = `${type}|${shape}|${createHash('sha1').update(bytes).digest('base64')}`;
    const known = this.#constants.get(key);
    if (known) return known;
    const name = `constant_${this.#constants.size}`;
    this.node(name, 'Const', [], { dtype: attribute.type(type), value: attribute.tensor(type, shape, bytes) });
    this.#constants.set(key, name);
    return name;
  }

  /** The bytes of `saved_model.pb`: the only door through which tfjs-node takes a graph. */
  serialize(): Uint8Array {
    const graph = make<{ setNodeList(nodes: NodeMessage[]): void; setVersions(versions: unknown): void }>('GraphDef');
    graph.setNodeList(this.#nodes);
    const versions = make<{ setProducer(producer: number): void }>('VersionDef');
    versions.setProducer(1882); // GraphDef version of TensorFlow 2.15 and later readers
    graph.setVersions(versions);
    const MetaGraph = messages.MetaGraphDef as never as {
      new (): { setGraphDef(graph: unknown): void; setMetaInfoDef(info: unknown): void };
      MetaInfoDef: new () => { setTagsList(tags: string[]): void };
    };
    const information = new MetaGraph.MetaInfoDef();
    information.setTagsList([graphTag]);
    const meta = new MetaGraph();
    meta.setGraphDef(graph);
    meta.setMetaInfoDef(information);
    const model = make<
      Message & { setSavedModelSchemaVersion(version: number): void; setMetaGraphsList(metas: unknown[]): void }
    >('SavedModel');
    model.setSavedModelSchemaVersion(1);
    model.setMetaGraphsList([meta]);
    return model.serializeBinary();
  }
}

export const graphTag = 'smoothing-lab';
