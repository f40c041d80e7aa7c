import type { FileRef } from '../../../experiment/data/fileRef.ts';
import type { PictureSet } from '../pictureSet.ts';

/** A file that pictures come from, and what it is to the reader: part of the data's fingerprint. */
export interface PictureFile {
  ref: FileRef;
  as: string;
}

/** Pictures as a reader found them; labels count in `classes`. */
export interface ReadPictures extends PictureSet {
  /** Names of the classes; where the format has none, their numbers. */
  classes: string[];
}

/** One format of pictures with classes: one file here, one line in registry.ts. */
export interface PictureReader<P> {
  /** The files that it reads. Throws a `UserError` where a folder cannot be listed. */
  files(spec: P, folder: string): PictureFile[];
  /** Whatever else the pictures depend on. */
  settings(spec: P): Record<string, unknown>;
  /** `paths` are those of `files`, in that order. Throws a `UserError` that names the file and the place in it. */
  read(spec: P, paths: string[], files: PictureFile[]): Promise<ReadPictures>;
}
