/** A planted fault: one safety mechanism taken out of the product, as a text of a file and what stands there instead. */
export interface Mutant {
  readonly name: string;
  readonly file: string;
  /** Stands exactly once in the file. */
  readonly find: string;
  readonly replace: string;
}
