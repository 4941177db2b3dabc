/** So few that place, figures and rate beside it have room on 80 columns. */
const cells = 10

/** `██░░░░░░░░ 20 %` of a share from 0 to 1. */
export function progressBar(share: number): string {
  const full = Math.round(share * cells)
  return `${'█'.repeat(full)}${'░'.repeat(cells - full)} ${Math.floor(share * 100)} %`
}
