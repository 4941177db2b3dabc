import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

const integration = '**/*.int.test.ts'
const long = '**/*.long.test.ts'
const ignored = ['node_modules', 'dist', '.tally']

const onServers = {
  exclude: ignored,
  globalSetup: ['test/embedded-stack.ts'],
  // After the others, so that the servers have the machine.
  sequence: { groupOrder: 1 },
  testTimeout: 60_000,
  hookTimeout: 120_000,
}

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['**/*.test.ts'],
          exclude: [integration, long, ...ignored],
          // They leave nothing behind; to load all modules for each took half of the time of a short one.
          isolate: false,
          maxWorkers: availableParallelism(),
          sequence: { groupOrder: 0 },
          // Some play thousands of cases, and may share the machine.
          testTimeout: 30_000,
        },
      },
      { test: { name: 'integration', include: [integration], ...onServers } },
      // Waits for sessions of killed processes, again and again: `npm run test:long`.
      { test: { name: 'long', include: [long], ...onServers } },
    ],
  },
})
