/**
 * Tables beside those of the product in which the database itself writes down what was wished and sent: rows that the product forgets or
 * changes are still known here when all is at rest.
 */
export const GHOST_TABLES: readonly string[] = [
  'CREATE TABLE ghost_notices (key TEXT PRIMARY KEY, lane TEXT NOT NULL, kind TEXT NOT NULL, args TEXT NOT NULL)',
  `CREATE TRIGGER ghost_of_notices AFTER INSERT ON outbox WHEN NEW.kind IN ('notify', 'notifyOnce', 'editNotice', 'daily', 'answer')
       BEGIN INSERT OR IGNORE INTO ghost_notices VALUES (NEW.key, NEW.lane, NEW.kind, NEW.args); END`,
  'CREATE TABLE ghost_cards (key TEXT NOT NULL, message_id TEXT NOT NULL, PRIMARY KEY (key, message_id))',
  ...['INSERT', 'UPDATE'].map(
    (what) => `CREATE TRIGGER ghost_of_cards_${what} AFTER ${what} ON cards WHEN NEW.message_id IS NOT NULL
       BEGIN INSERT OR IGNORE INTO ghost_cards VALUES (NEW.key, NEW.message_id); END`,
  ),
  // The same question of the bot is one, however often it is looked at again.
  'CREATE TABLE ghost_asked (key TEXT NOT NULL, asked_at TEXT NOT NULL, PRIMARY KEY (key, asked_at))',
  ...['INSERT', 'UPDATE'].map(
    (what) => `CREATE TRIGGER ghost_of_asked_${what} AFTER ${what} ON outbox
       WHEN NEW.kind = 'card' AND NEW.args ->> '$.askedAt' IS NOT NULL
       BEGIN INSERT OR IGNORE INTO ghost_asked VALUES (NEW.key, NEW.args ->> '$.askedAt'); END`,
  ),
  'CREATE TABLE ghost_given_up (key TEXT PRIMARY KEY)',
  // Parked, or parked as to one wish and due again for the next, which begins with another token.
  `CREATE TRIGGER ghost_of_given_up AFTER UPDATE ON outbox
       WHEN NEW.status = 'parked' OR (OLD.status = 'due' AND NEW.token_seed <> OLD.token_seed AND NEW.reason IS NOT NULL)
       BEGIN INSERT OR IGNORE INTO ghost_given_up VALUES (NEW.key); END`,
  'CREATE TABLE ghost_decisions (id TEXT PRIMARY KEY)',
  `CREATE TRIGGER ghost_of_decisions AFTER INSERT ON deliveries
       BEGIN INSERT OR IGNORE INTO ghost_decisions VALUES (NEW.id); END`,
];
