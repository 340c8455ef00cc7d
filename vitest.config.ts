import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';

// Packages resolve to their TypeScript sources in tests; the command-line tests run the build.
const conditions = ['source', 'module', 'import', 'default'];

export default defineConfig({
  test: {
    projects: [
      {
        resolve: { conditions },
        ssr: { resolve: { conditions, externalConditions: ['node', 'import', 'default'] } },
        test: {
          name: 'node',
          include: ['**/*.test.ts'],
          exclude: ['**/node_modules/**', '**/dist/**', '**/*.web.test.ts'],
          environment: 'node',
          pool: 'forks',
          testTimeout: 60_000,
        },
      },
    ],
  },
});
void playwright;
