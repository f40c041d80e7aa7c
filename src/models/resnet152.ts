import { defineImageModel } from './imageModel.ts';
import { residualParameters } from './imageParameters.ts';
import { bottleneck, residualNetwork } from './layers/residual.ts';

/** Fifty bottleneck blocks. */
export const resnet152 = defineImageModel({
  title: 'ResNet-152',
  reference: 'He, Zhang, Ren & Sun 2016, arXiv:1512.03385, table 1',
  parameters: residualParameters,
  stepwise: false,
  build: (chosen, sizes) => residualNetwork({ block: bottleneck, depths: [3, 8, 36, 3], ...chosen }, sizes),
});
