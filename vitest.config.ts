import { defineConfig } from 'vitest/config'

const integration = '**/*.int.test.ts'
const ignored = ['node_modules', 'dist', '.tally']

export default defineConfig({
  test: {
    projects: [
      {
        test: { name: 'unit', include: ['**/*.test.ts'], exclude: [integration, ...ignored] },
      },
      {
        test: {
          name: 'integration',
          include: [integration],
          exclude: ignored,
          globalSetup: ['test/embedded-stack.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
