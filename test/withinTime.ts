/** Another machine may be slower, or busy: SMOOTHING_LAB_PATIENCE=1 asks for what the README promises. */
const patience = Number(process.env.SMOOTHING_LAB_PATIENCE ?? 3);

/** Whether something took less than its limit, in whatever unit, with the patience that this machine is granted. */
export const isWithin = (limit: number, taken: number): boolean => taken < limit * patience;
