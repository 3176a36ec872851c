/** A planted fault: one safety mechanism taken out of the product, as texts of a file and what stands there instead. */
export interface Change {
  readonly file: string;
  /** Stands exactly once in the file. */
  readonly find: string;
  readonly replace: string;
}
/** What has to see it: the second opinion (`test/opinion`: of one case, of cards of many, of the other tables), the proof of who reads what (`test/readers`), or a story. */
export type Proof = 'opinion' | 'boards' | 'tables' | 'readers' | 'simulation';
export interface Mutant extends Change {
  readonly name: string;
  /** A story, where nothing is said. */
  readonly proof?: Proof;
  /** What else is taken out, where two mechanisms guard the same thing. */
  readonly also?: readonly Change[];
}

/** The text of a file with the fault in it. @throws Error when a place is not found exactly once. */
export const planted = (file: string, text: string, mutant: Mutant): string =>
  [mutant, ...(mutant.also ?? [])]
    .filter((change) => change.file === file)
    .reduce((changed, { find, replace }) => {
      const places = changed.split(find).length - 1;
      if (places !== 1) throw new Error(`mutant “${mutant.name}”: its text is found ${places} times in ${file}`);
      return changed.replace(find, () => replace);
    }, text);
