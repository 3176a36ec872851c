/**
 * Two people chose in 操作 of one row within seconds: the row shows the later choice alone, and only that is done. From what the
 * events said of each, both are told. An event may be late or lost, so silence proves nothing; what is told was really seen.
 */
import { z } from 'zod';
import { cases } from '../../bitable-schema/cases.ts';
import type { ChosenOption } from '../feishu/callbacks.ts';
import type { DueIntention, Intention, TableAddress, TableRow } from '../ports.ts';
import { nameInDirectory } from '../workflow/actor.ts';
import type { Case } from '../workflow/case.ts';
import { rowName } from '../workflow/case-name.ts';
import type { Directory } from '../workflow/directory.ts';
import { type DistrictId, type OpenId, openId } from '../workflow/ids.ts';
import type { BaseDeps } from './base-deps.ts';
import { editNotice } from './tell-editor.ts';

/** Among the args of a wish to read a row, by person: the options they chose last. Kept beside one another while it is due. */
const CHOSE = 'chose:';
const choices = z.array(z.object({ fieldId: z.string(), before: z.string(), after: z.string() }));

export const choiceArgs = (who: OpenId | null, chosen: readonly ChosenOption[]): Readonly<Record<string, string>> =>
  who === null || chosen.length === 0
    ? {}
    : { [`${CHOSE}${who}`]: JSON.stringify(chosen.map(({ fieldId, before, after }) => ({ fieldId, before, after }))) };

interface Replaced {
  readonly fieldId: string;
  readonly lost: { readonly who: OpenId; readonly option: string };
  readonly kept: { readonly who: OpenId; readonly option: string };
}

/** Pure: whose choice was replaced by whose. */
const replacedChoices = (args: readonly DueIntention['args'][], self: OpenId | null): readonly Replaced[] => {
  const all = args
    .flatMap((one) => Object.entries(one))
    .flatMap(([key, value]) => {
      if (!key.startsWith(CHOSE) || key === `${CHOSE}${self}`) return [];
      const who = openId(key.slice(CHOSE.length));
      return choices.parse(JSON.parse(value)).map((one) => ({ ...one, who }));
    });
  return all.flatMap((kept) =>
    all
      .filter(({ who, fieldId, after }) => who !== kept.who && fieldId === kept.fieldId && after === kept.before)
      .map((lost) => ({
        fieldId: kept.fieldId,
        lost: { who: lost.who, option: lost.after },
        kept: { who: kept.who, option: kept.after },
      })),
  );
};

const optionNames = z.object({ options: z.array(z.object({ id: z.string(), name: z.string() })) });

/** Asks for the columns only where somebody replaced somebody's choice. */
export const tellReplaced = async (
  deps: Pick<BaseDeps, 'structure' | 'now'>,
  what: {
    readonly district: DistrictId;
    readonly table: TableAddress;
    readonly row: TableRow;
    readonly dues: readonly DueIntention[];
    readonly self: OpenId | null;
    readonly subject: Case;
    readonly directory: Directory;
  },
): Promise<readonly Intention[]> => {
  const replaced = replacedChoices(
    what.dues.map(({ args }) => args),
    what.self,
  );
  const shown = cases.columns.action.decode(what.row.fields[cases.columns.action.name]);
  if (replaced.length === 0 || shown === null) return [];
  const fields = await deps.structure.listFields(what.table);
  if (fields.kind !== 'ok') return [];
  return replaced.flatMap(({ fieldId, lost, kept }) => {
    const field = fields.data.find((one) => one.fieldId === fieldId);
    const options = optionNames.safeParse(field?.property).data?.options ?? [];
    const nameOf = (option: string): string => options.find(({ id }) => id === option)?.name ?? '';
    const [before, after] = [nameOf(lost.option), nameOf(kept.option)];
    // Another column, or a choice that was replaced in its turn and has its own line.
    if (!cases.columns.action.kind.options?.some(({ name }) => name === before) || after === '') return [];
    const called = (who: OpenId): string => nameInDirectory(what.directory, who) ?? '另一位工作人员';
    const tell = (to: OpenId, sentence: string): readonly Intention[] =>
      editNotice(
        what.district,
        to,
        { record: what.row.recordId, modifiedAt: what.row.modifiedAt, item: rowName(what.subject), sentence },
        deps.now(),
      );
    return [
      ...tell(
        lost.who,
        `您选的“${before}”没有执行：${called(kept.who)}随即改选了“${after}”，以后选的为准。请与对方核对。`,
      ),
      ...tell(kept.who, `您改选“${after}”时，${called(lost.who)}刚选了“${before}”，后者没有执行。请与对方核对。`),
    ];
  });
};
