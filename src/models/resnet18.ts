import { defineImageModel } from './imageModel.ts';
import { smallResidualParameters } from './imageParameters.ts';
import { basicBlock, residualNetwork } from './layers/residual.ts';

/** Two blocks of two convolutions in each stage; by default with the stem that CIFAR's small pictures are given. */
export const resnet18 = defineImageModel({
  title: 'ResNet-18',
  reference: 'He, Zhang, Ren & Sun 2016, arXiv:1512.03385, table 1',
  parameters: smallResidualParameters,
  stepwise: false,
  build: (chosen, sizes) => residualNetwork({ block: basicBlock, depths: [2, 2, 2, 2], ...chosen }, sizes),
});
