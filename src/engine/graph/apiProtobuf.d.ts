// google-protobuf's generated classes; graphBuilder.ts types the few that it uses.
declare module '@tensorflow/tfjs-node-gpu/dist/proto/api_pb.js';
