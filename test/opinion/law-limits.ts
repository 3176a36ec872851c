/** A sheet has the limit that its leader named; where none was named, the one that was proposed, else that of its grade. */
import type { Command } from '../../src/workflow/commands.ts';
import type { Directory } from '../../src/workflow/directory.ts';
import { proposedDays } from './reading/grades.ts';
import { last, type Tale } from './reading/tale.ts';

/** `before`: what had been told when it was signed. */
export const limitFaults = (
  command: Command,
  { before, after, directory }: { readonly before: Tale; readonly after: Tale; readonly directory: Directory },
): readonly string[] => {
  const named =
    command.type === 'instruct' || command.type === 'instructAgain'
      ? command.signing.limit
      : command.type === 'recordInstruction'
        ? null
        : undefined;
  const signed = last(after, 'caseInstructed')?.instruction.limit;
  if (named === undefined || !signed) return [];
  const wanted = named ?? { workdays: proposedDays(before, directory.settings) };
  return JSON.stringify(signed) === JSON.stringify(wanted)
    ? []
    : [`a sheet has another limit than was signed ⁝ ${JSON.stringify(signed)}, not ${JSON.stringify(wanted)}`];
};
