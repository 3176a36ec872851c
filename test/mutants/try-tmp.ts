import { whatSaw } from './proof.ts';
import { MEANING_MUTANTS } from './in-meaning.ts';
for (const m of MEANING_MUTANTS.filter((m) => m.proof === 'opinion')) console.log(m.name, '|', await whatSaw('opinion', m).catch(String));
