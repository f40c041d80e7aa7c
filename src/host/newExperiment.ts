/** `Smoothing Lab: New Experiment`: opens a file made from a template, in the folder given or untitled. */
export async function newExperiment(_target?: { uri?: string }): Promise<void> {}
