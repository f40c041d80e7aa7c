import { defineImageModel } from './imageModel.ts';
import { residualParameters } from './imageParameters.ts';
import { bottleneck, residualNetwork } from './layers/residual.ts';

/** Sixteen bottleneck blocks. */
export const resnet50 = defineImageModel({
  title: 'ResNet-50',
  reference: 'He, Zhang, Ren & Sun 2016, arXiv:1512.03385, table 1',
  parameters: residualParameters,
  stepwise: false,
  build: (chosen, sizes) => residualNetwork({ block: bottleneck, depths: [3, 4, 6, 3], ...chosen }, sizes),
});
