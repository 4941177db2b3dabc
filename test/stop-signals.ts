/** Aborted when this process is asked to end, with a reason that says by which signal. */
export function stoppedBySignals(): AbortSignal {
  const stopping = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.once(name, () => {
      stopping.abort(new Error(`ended by ${name}`))
    })
  }
  return stopping.signal
}
