import type { Workload } from './workload.ts';
import { attentionLstm } from './workloads/attentionLstm.ts';
import { captionLstm } from './workloads/captionLstm.ts';
import { transformer } from './workloads/transformer.ts';

/** Every workload, by the name that `bench --workload` takes. */
export const workloads: Record<string, Workload> = {
  'caption-lstm': captionLstm,
  'attention-lstm': attentionLstm,
  transformer,
};
