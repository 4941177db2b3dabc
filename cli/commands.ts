import { type ListedCommand } from './command.ts'

/** Every command of `tally`, in the order of its help. */
export const commands: readonly ListedCommand[] = [
  {
    name: 'demo',
    summary: 'Run everything: servers, a bank with its history, a worker and the page.',
    load: async () => (await import('./demo.ts')).demo,
  },
  {
    name: 'stack start',
    summary: 'Start the embedded Kafka and Elasticsearch, unless they run.',
    load: async () => (await import('./stack.ts')).stackStart,
  },
  {
    name: 'stack stop',
    summary: 'Stop the embedded Kafka and Elasticsearch.',
    load: async () => (await import('./stack.ts')).stackStop,
  },
  {
    name: 'stack status',
    summary: 'Tell where the embedded servers listen and which processes they are.',
    load: async () => (await import('./stack.ts')).stackStatus,
  },
  {
    name: 'stack reset',
    summary: 'Delete data and logs of the embedded servers; the jars stay.',
    load: async () => (await import('./stack.ts')).stackReset,
  },
  {
    name: 'setup',
    summary: 'Make the topics, index templates and indices that are missing.',
    load: async () => (await import('./setup.ts')).setup,
  },
  {
    name: 'generate',
    summary: 'Simulate customers of a bank and send what they do.',
    load: async () => (await import('./generate.ts')).generate,
  },
  {
    name: 'bank',
    summary: 'Simulate the bank of the demo without end; a restart goes on where it was.',
    load: async () => (await import('./bank.ts')).bank,
  },
  {
    name: 'worker',
    summary: 'Run one stream worker, from Kafka to Elasticsearch, until Ctrl-C.',
    load: async () => (await import('./worker.ts')).worker,
  },
  {
    name: 'status',
    summary: 'Tell how far and how well the workers are, and what became of the records.',
    load: async () => (await import('./status.ts')).status,
  },
  {
    name: 'audit',
    summary: 'Fold the log again and name every document that is missing, unexpected or different.',
    load: async () => (await import('./audit.ts')).audit,
  },
  {
    name: 'rebuild',
    summary: 'Fold the log into new indices beside the live ones, then swap them in one step.',
    load: async () => (await import('./rebuild.ts')).rebuild,
  },
  {
    name: 'retention',
    summary: 'Delete the months of events and activities that are older than wanted.',
    load: async () => (await import('./retention.ts')).retention,
  },
  {
    name: 'dead-letters list',
    summary: 'Tell which records were refused, by cause, the newest first.',
    load: async () => (await import('./dead-letters.ts')).deadLettersList,
  },
  {
    name: 'dead-letters show',
    summary: 'Tell all about one dead letter: cause, place, headers, key, and its value if asked.',
    load: async () => (await import('./dead-letters.ts')).deadLettersShow,
  },
  {
    name: 'dead-letters replay',
    summary: 'Append the records of dead letters again, for workers that understand them now.',
    load: async () => (await import('./dead-letters-replay.ts')).deadLettersReplay,
  },
  {
    name: 'dead-letters accept',
    summary: 'Let workers go on that paused because most of what they read are dead letters.',
    load: async () => (await import('./dead-letters.ts')).deadLettersAccept,
  },
  {
    name: 'contracts build',
    summary: 'Write the JSON Schemas, the AsyncAPI document and the reference pages.',
    load: async () => (await import('./contracts.ts')).contractsBuild,
  },
  {
    name: 'contracts freeze',
    summary: 'Keep the schemas of new event types for ever; changes are held against them.',
    load: async () => (await import('./contracts.ts')).contractsFreeze,
  },
  {
    name: 'dashboards build',
    summary: 'Write the files that Kibana imports from the definitions in TypeScript.',
    load: async () => (await import('./dashboards-build.ts')).dashboardsBuild,
  },
  {
    name: 'dashboards import',
    summary: 'Import the dashboards into a Kibana, 7.10 to 9.x; again and again if you like.',
    load: async () => (await import('./dashboards-import.ts')).dashboardsImport,
  },
  {
    name: 'dashboards verify',
    summary: 'Run every query of the dashboards, and tell which panels are broken or empty.',
    load: async () => (await import('./dashboards-verify.ts')).dashboardsVerify,
  },
  {
    name: 'dashboards export',
    summary: 'Write what a Kibana has of the dashboards, or what analysts have made of them.',
    load: async () => (await import('./dashboards-export.ts')).dashboardsExport,
  },
  {
    name: 'dashboards add',
    summary: 'Add a Timelion chart of your own to a Kibana, checked before.',
    load: async () => (await import('./dashboards-add.ts')).dashboardsAdd,
  },
  {
    name: 'dashboards preview',
    summary: 'Show the dashboards as a web page, without a Kibana.',
    load: async () => (await import('./dashboards-preview.ts')).dashboardsPreview,
  },
]
