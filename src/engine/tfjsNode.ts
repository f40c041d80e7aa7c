// What tensorflow.ts loads once the environment is set: importing tfjs-node starts TensorFlow. The static imports
// here give a namespace with names; a dynamic import of a CommonJS package gives its default export alone.
import '@tensorflow/tfjs-node-gpu';

export * as tf from '@tensorflow/tfjs-core';
