import type { NodeJSKernelBackend } from '@tensorflow/tfjs-node-gpu/dist/nodejs_kernel_backend';
import type { TFEOpAttr, TFJSBinding } from '@tensorflow/tfjs-node-gpu/dist/tfjs_binding';
import type { Attribute, RawOp } from '../ops/kernel.ts';

/** TensorFlow ops by name, run by tfjs's backend: eagerly, or recorded while a step is. */
export function createRawOp(backend: NodeJSKernelBackend): RawOp {
  const { binding } = backend;
  return (name, inputs, attributes, outputs = 1) => {
    const converted = Object.entries(attributes).map(([key, value]) => attributeOf(binding, key, value));
    return backend.executeMultipleOutputs(name, converted, inputs, outputs);
  };
}

function attributeOf(binding: TFJSBinding, name: string, value: Attribute): TFEOpAttr {
  if ('type' in value) {
    const types = { float32: binding.TF_FLOAT, int32: binding.TF_INT32, bool: binding.TF_BOOL };
    return { name, type: binding.TF_ATTR_TYPE, value: types[value.type] };
  }
  if ('ints' in value) return { name, type: binding.TF_ATTR_INT, value: [...value.ints] };
  if ('int' in value) return { name, type: binding.TF_ATTR_INT, value: value.int };
  if ('float' in value) return { name, type: binding.TF_ATTR_FLOAT, value: value.float };
  if ('bool' in value) return { name, type: binding.TF_ATTR_BOOL, value: value.bool };
  return { name, type: binding.TF_ATTR_STRING, value: value.text };
}
