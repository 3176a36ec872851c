/**
 * The demo district (〔虚构〕) with one person for each reader, in which many walks are really walked: through the one way to
 * write, at the hour each step was planned for, until everything has arrived.
 */

import { DEMO_DISTRICT } from '../../src/cli/demo-district.ts';
import { type Case, currentRound } from '../../src/workflow/case.ts';
import type { Directory } from '../../src/workflow/directory.ts';
import { caseId, deliveryId, leaderId, receptionDayId, unitId } from '../../src/workflow/ids.ts';
import type { Reader } from '../../src/workflow/readers.ts';
import { switchSetting } from '../support/chat.ts';
import { submission } from '../support/given.ts';
import { openTown, type Town } from '../support/town.ts';
import { type Cast, type Key, PEOPLE } from './samples.ts';
import type { Walk } from './walks.ts';

export interface ReadersTown {
  readonly town: Town;
  readonly directory: Directory;
  readonly cast: Cast;
  /** Of the enterprise's own page. */
  readonly addressOf: (walk: Walk) => string;
}

const LINK = /http:\/\/service\.town\/s\/[^"\\]+/u;
const OTHER = caseId('case-walk-other');

export const openReadersTown = async (): Promise<ReadersTown> => {
  const town = await openTown();
  await editOf(town, 'leaders', '书记甲', { 联络员: [{ id: PEOPLE.N }] });
  for (const name of ['飞书审批', '飞书任务']) await switchSetting(town, name, '开');
  const day = await town.add('receptionDays', {
    名称: '〔虚构〕三月接待日',
    日期: Date.parse('2026-03-02T00:00:00+08:00'),
    地点: '示例会议室',
    接待领导: [town.idOf('leaders', '书记甲')],
  });
  await town.settle();
  await town.service.handleCommand({
    deliveryId: deliveryId('walk:other'),
    caseId: OTHER,
    district: DEMO_DISTRICT,
    actor: { kind: 'enterprise' },
    command: {
      ...submission({ enterpriseName: '〔虚构〕另一家有限公司', creditCode: '', phone: '' }),
      id: OTHER,
      receiptHash: 'f'.repeat(64),
      visitKey: 'visit-other',
    },
  });
  const directory = await town.service.mirror.loadDirectory(DEMO_DISTRICT);
  if (!directory) throw new Error('the district has no directory');
  return {
    town,
    directory,
    addressOf: ({ id }) => {
      const found = town.sandbox.state.bases
        .find(({ appToken }) => appToken === town.base.appToken)
        ?.tables.find(({ tableId }) => tableId === town.base.tables['cases'])
        ?.records.find(({ recordId }) => town.row(recordId)['受理编号'] === id);
      return LINK.exec(found ? JSON.stringify(found.cells) : '')?.[0] ?? '';
    },
    cast: {
      leaders: {
        L: leaderId(town.idOf('leaders', '书记甲')),
        L2: leaderId(town.idOf('leaders', '区长乙')),
        K: leaderId(town.idOf('leaders', '常务副区长丙')),
      },
      units: {
        H: unitId(town.idOf('units', '住建')),
        W: unitId(town.idOf('units', '应急')),
        C: unitId(town.idOf('units', '人社')),
        N: unitId(town.idOf('units', '经开区管委会')),
        V: unitId(town.idOf('units', '金融')),
      },
      day: receptionDayId(day),
      other: OTHER,
    },
  };
};

const editOf = async (town: Town, table: string, name: string, fields: Readonly<Record<string, unknown>>) => {
  const target = {
    appToken: town.base.appToken,
    tableId: town.base.tables[table] ?? '',
    operator: PEOPLE.S,
    recordId: town.idOf(table === 'units' ? 'units' : 'leaders', name),
  };
  const done = town.sandbox.control.editRecord(target, fields);
  if (!done.ok) throw new Error(done.msg);
  await town.settle();
};

/** Walks all of them side by side, in the order of their steps' hours. */
export const walkAll = async ({ town }: ReadersTown, walks: readonly Walk[]): Promise<void> => {
  const steps = walks.flatMap((walk) => walk.steps.map((step, index) => ({ walk, step, index })));
  for (const { walk, step, index } of steps.toSorted((a, b) => a.step.at - b.step.at || a.index - b.index)) {
    if (step.at > town.now()) town.advance(step.at - town.now());
    const outcome = await town.service.handleCommand({
      deliveryId: deliveryId(`walk:${walk.id}:${index}`),
      caseId: walk.id,
      district: DEMO_DISTRICT,
      actor: step.actor,
      command: step.command,
    });
    if (outcome.kind !== 'accepted') {
      throw new Error(
        `${step.name} in ${step.from} was decided otherwise: ${JSON.stringify(outcome.kind === 'refused' ? outcome.reason : outcome.kind)}`,
      );
    }
  }
  await town.settle();
};

/** Who reads as what in a case as it stands; nobody, where that part does not exist (yet). */
export const readersOf = (reader: Reader, subject: Case): readonly Key[] => {
  const round = currentRound(subject);
  const isSheet = subject.awaiting !== null || (round !== null && round !== undefined);
  const isSigned = round?.instruction != null;
  switch (reader) {
    case 'E':
      return [];
    case 'S':
      return ['S'];
    case 'L':
      return isSheet || subject.sentBack !== null ? ['L'] : [];
    case 'L2':
      return (subject.awaiting?.passedOn.length ?? 0) > 0 ? ['L2'] : [];
    case 'N':
      return subject.awaiting !== null || isSigned ? ['N'] : [];
    case 'K':
      return isSigned && round?.instruction?.leadLeaderId !== null ? ['K'] : [];
    case 'H': {
      const lead = round?.units.find(({ role }) => role === 'lead');
      return lead ? [wasReassigned(subject) ? 'NEW' : 'H'] : [];
    }
    case 'W':
      return round?.units.some(({ role }) => role === 'supporting') ? ['W'] : [];
    case 'C':
      return subject.consultations.length > 0 ? ['C'] : [];
    case 'O':
      return wasReassigned(subject) ? ['H'] : [];
  }
};
const wasReassigned = (subject: Case): boolean => {
  const round = currentRound(subject);
  const lead = round?.units.find(({ role }) => role === 'lead');
  return lead !== undefined && round?.instruction?.leadUnitId !== lead.unitId;
};
