/**
 * For `npx drizzle-kit generate`: turns a change of `schema.ts` into the next numbered migration. Applying is not its job
 * (`src/store/migrate.ts`): drizzle's own migrator writes outside the one commit path.
 */
import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'sqlite',
  schema: './src/store/schema.ts',
  out: './src/store/migrations',
});
