/** Another number for other data: what makes a chart look again. */
export const textHash = (text: string): number =>
  [...text].reduce((sum, letter) => (31 * sum + letter.charCodeAt(0)) | 0, 0);
