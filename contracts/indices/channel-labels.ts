/** Of the channels that their codes do not put well. */
export const channelLabels = { atm: 'ATM' } as const
