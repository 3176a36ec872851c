import { MEANING_MUTANTS } from './in-meaning.ts';
import { whatSaw } from './proof.ts';

for (const m of MEANING_MUTANTS.filter((m) => m.proof === 'opinion'))
  console.log(m.name, '|', await whatSaw('opinion', m).catch(String));
