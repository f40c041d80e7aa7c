import { UserError } from '../userError.ts';

/** Two axes that cannot be combined; `axis` is the one whose choice is told to change. */
export class AxisConflict extends UserError {
  readonly axis: 'targets' | 'weights' | 'sequences';

  constructor(axis: AxisConflict['axis'], message: string, fix: string) {
    super(message, { fix });
    this.axis = axis;
  }
}
