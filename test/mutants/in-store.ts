/** Faults planted where things are saved: who was first, what is proven, who holds a lane, which wish is still open. */
import type { Mutant } from './mutant.ts';

export const STORE_MUTANTS: readonly Mutant[] = [
  {
    name: 'a lane is leased although somebody holds it',
    file: 'src/store/outbox-store.ts',
    find: 'WHERE lanes.until <= ?\n',
    replace: 'WHERE lanes.until <= ? OR true\n',
    // Nor is a lane that is held looked at.
    also: [
      {
        file: 'src/store/outbox-store.ts',
        find: 'AND lanes.until > ?)\n         GROUP BY lane',
        replace: 'AND lanes.until > ? AND false)\n         GROUP BY lane',
      },
    ],
  },
  {
    name: 'a wish made during an attempt is lost with it',
    file: 'src/store/outbox-store.ts',
    find: "status = CASE WHEN wanted > ended.wish THEN 'due' ELSE 'idle' END",
    replace: "status = 'idle'",
  },
  {
    name: 'what was given up is forgotten instead of shown with its reason',
    file: 'src/store/outbox-store.ts',
    find: "THEN 'due' ELSE 'parked' END, reason = ended.why,",
    replace: "THEN 'due' ELSE 'idle' END, reason = ended.why,",
  },
  {
    name: 'an event is answered although it could not be saved',
    file: 'src/store/outbox-store.ts',
    find: 'if (error instanceof ConstraintError && error.statementIndex === 0) return;\n      throw error;',
    replace: 'return;',
  },
  {
    name: 'an event is answered before it is saved',
    file: 'src/webhooks/table-change.ts',
    find: 'await deps.outbox.saveEvent(received.event.deliveryId, intentions, deps.now());',
    replace: 'deps.outbox.saveEvent(received.event.deliveryId, intentions, deps.now()).catch(() => {});',
  },
  {
    name: 'an event that comes again counts as a new one',
    file: 'src/store/outbox-store.ts',
    find: 'const remember = statement("INSERT INTO deliveries (id, district, reply, at) VALUES (?, ?, \'\', ?)", [',
    replace:
      'const remember = statement("INSERT OR IGNORE INTO deliveries (id, district, reply, at) VALUES (?, ?, \'\', ?)", [',
    // What is told once is not wished anew either.
    also: [
      {
        file: 'src/store/wishes.ts',
        find: 'KINDS_TOLD_ONCE.map((kind) =>',
        replace: "KINDS_TOLD_ONCE.filter((kind) => kind !== 'answer').map((kind) =>",
      },
    ],
  },
  {
    // The fence alone is the second guard: whoever has no time left for a call begins none.
    name: 'a lane is held for a moment, and whoever has lost it still saves what it did',
    file: 'src/store/outbox-store.ts',
    find: 'await database.commit([guard, ...statements]);',
    replace: 'await database.commit([...statements]);',
    also: [
      {
        file: 'src/outbox/drain.ts',
        find: 'deps.outbox.lease(lane, deps.newId(), leasedAt, leaseMs)',
        replace: 'deps.outbox.lease(lane, deps.newId(), leasedAt, 1)',
      },
    ],
  },
  {
    name: 'a busy database is not asked again',
    file: 'src/store/database.ts',
    find: 'if (!(error instanceof BusyError)) throw error;\n        const pause =',
    replace: 'throw error;\n        const pause =',
  },
  {
    name: 'a decision that was not saved is answered as done',
    file: 'src/store/case-store.ts',
    find: "if (error instanceof BusyError) return { kind: 'busy' };\n    if (!(error instanceof ConstraintError)) throw error;",
    replace: "if (!(error instanceof ConstraintError)) return { kind: 'saved' };",
  },
  {
    name: 'a rival who was faster is overlooked',
    file: 'src/store/case-store.ts',
    find: "if (error.statementIndex > 0) return { kind: 'conflict' };",
    replace: "if (error.statementIndex > 0) return { kind: 'saved' };",
  },
  {
    name: 'a number is counted on from the wrong one',
    file: 'src/store/case-store.ts',
    find: 'CASE WHEN ? = (SELECT coalesce(max(serial), 0) + 1 FROM sheets WHERE district = ? AND year = ?) THEN ? END)`,\n      [next.district, year, serial, event.round',
    replace:
      'CASE WHEN ? <> (SELECT -1 FROM sheets WHERE district = ? AND year = ?) OR true THEN ? END)`,\n      [next.district, year, serial + (event.at % 2), event.round',
  },
  {
    name: 'an event is not linked to the one before it',
    file: 'src/store/hash-chain.ts',
    find: '?? lastHash;',
    replace: '?? NO_HASH;',
  },
];
